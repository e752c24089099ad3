// Exceptions in words, by kind: who, when and where.

import type { OpenException } from '../../lib/api/types';
import { dateTime, has, nameOf, t, tn } from '../../lib/i18n.svelte';
import { itemName } from '../goods';
import { numbersOf } from '../ranges';
import { arrivedTwice, countedTwice, loadDiffers, loadedTwice, storeCount, unmatched } from './counts';

type Of<K extends OpenException['kind']> = Extract<OpenException, { kind: K }>;

/** Name of the person, phone or family of an id; empty where the reader does not know it. */
const nameIn = (one: OpenException, id: string): string => one.names[id] ?? '';

const who = (one: OpenException, id: string): string => nameIn(one, id) || t('exception.somebody');

/** The numbers of an exception as sentences; none where its kind has none of its own. */
export function sentencesOf(one: OpenException): string[] {
  switch (one.kind) {
    case 'short_receipt':
    case 'over_receipt':
      return one.details.lines.map(difference);
    case 'arrival_unmatched':
      return unmatched(one);
    case 'arrival_differs':
      return arrivedTwice(one);
    case 'stock_count_differs':
      return storeCount(one);
    case 'custody_loaded_twice':
      return loadedTwice(one);
    case 'custody_load_differs':
      return loadDiffers(one);
    case 'custody_count_differs':
      return countedTwice(one);
    case 'double_handover':
      return twice(one);
    case 'off_list':
      return [offList(one)];
    case 'off_list_over_quota':
      return [overQuota(one)];
    case 'lane_opened':
      return [laneOpened(one)];
    case 'count_differs':
      return counted(one);
    case 'device_gap':
    case 'device_gone':
      return [missing(one)];
    case 'seq_ahead':
      return [t('exception.seq_ahead', { who: who(one, one.details.device) })];
    case 'order_differs':
      return [t('exception.order_differs', { who: who(one, one.details.device), seq: one.details.seq })];
    case 'storage_limit':
      return storage(one);
    case 'officer_appointed':
    case 'officer_reset':
      return [ofOfficer(one)];
    case 'officer_rejoin':
      return [t('exception.officer_rejoin', { who: who(one, one.details.account) })];
    case 'photo_two_houses':
      return [t('exception.photo.two_houses', twoHouses(one))];
    case 'grades_differ':
      return grades(one);
    case 'corrected_twice':
      return [t('exception.corrected_twice', correctedTwice(one))];
    case 'photo_elsewhere':
      return [t('exception.photo.elsewhere', { second: family(one, one.details.second_household) })];
    default:
      return 'device' in one.details ? [t('exception.of_phone', { who: who(one, one.details.device) })] : [];
  }
}

function difference(line: Of<'short_receipt'>['details']['lines'][number]): string {
  const came = t('exception.came', { item: itemName(line.item), sent: line.sent, received: line.received });
  return line.reason ? `${came} ${t('exception.said', { reason: line.reason })}` : came;
}

function twice(one: Of<'double_handover'>): string[] {
  const { first_by, first_at, second_by, second_said } = one.details;
  return [
    t('exception.first', { who: who(one, first_by), when: dateTime(first_at), place: nameOf(one.details, 'place') }),
    t('exception.second', { who: who(one, second_by), when: dateTime(second_said) }),
    t('exception.both_counted'),
  ];
}

const offList = (one: Of<'off_list'>): string =>
  t('exception.off_list', {
    who: who(one, one.details.device),
    reason: choice('off', one.details.reason),
    place: nameOf(one.details, 'place'),
  });

const overQuota = (one: Of<'off_list_over_quota'>): string =>
  t('exception.over_quota', {
    who: who(one, one.details.device),
    served: one.details.served,
    quota: one.details.quota,
  });

const laneOpened = (one: Of<'lane_opened'>): string =>
  t('exception.lane_opened', {
    who: who(one, one.details.device),
    lane: one.details.lane,
    families: one.details.exposed,
    reason: choice('lanes', one.details.reason),
  });

const counted = (one: Of<'count_differs'>): string[] =>
  Object.entries(one.details.missing).map(([item, n]) =>
    t(n > 0 ? 'exception.count_missing' : 'exception.count_over', {
      item: itemName(item),
      n: Math.abs(n),
      who: who(one, one.details.device),
    }),
  );

/** Entries of a phone that are not here. Exceptions of earlier versions name one range, from first to last. */
function missing(one: Of<'device_gap' | 'device_gone'>): string {
  const { first = 0, last = 0, ranges, missing: count = last - first + 1, device } = one.details;
  return tn(`exception.${one.kind}`, count, {
    who: who(one, device),
    numbers: numbersOf(ranges ?? [[first, last]], count),
  });
}

function ofOfficer(one: Of<'officer_appointed' | 'officer_reset'>): string {
  const { account, asked_by, approved_by } = one.details;
  const asker = asked_by === '' ? t('exception.command_line') : who(one, asked_by);
  if (approved_by === '') return t('exception.officer_alone', { who: who(one, account), asker });
  return t('exception.officer', { who: who(one, account), asker, approver: who(one, approved_by) });
}

/** What of a phone the server stores no more of, as it is now. */
function storage(one: Of<'storage_limit'>): string[] {
  const { limit = '', unreadable_bytes = 0, unopened_bytes = 0, photos = 0, refused_at, device } = one.details;
  const bytes = limit === 'unreadable' ? unreadable_bytes : unopened_bytes;
  const values = { who: who(one, device), kb: Math.ceil(bytes / 1024), n: photos };
  const said = t(has(`exception.storage.${limit}`) ? `exception.storage.${limit}` : 'exception.of_phone', values);
  return refused_at === undefined ? [said] : [said, t('exception.storage.last', { when: dateTime(refused_at) })];
}

const twoHouses = (one: Of<'photo_two_houses'>): { first: string; second: string } => ({
  first: family(one, one.details.first_household),
  second: family(one, one.details.second_household),
});

/** Two grades of one house that are far apart: the second counts until somebody else looks. */
const grades = (one: Of<'grades_differ'>): string[] => [
  t('exception.grades.both', {
    name: family(one, one.details.household),
    first: t(`grade.${one.details.first}`),
    who: who(one, one.details.first_by),
    second: t(`grade.${one.details.second}`),
    by: who(one, one.details.second_by),
  }),
  t('exception.grades.third'),
];

const correctedTwice = (one: Of<'corrected_twice'>): { first: string; second: string; name: string } => ({
  first: who(one, one.details.first_by),
  second: who(one, one.details.second_by),
  name: family(one, one.details.household),
});

/** The name of a family, where the reader may know it. */
const family = (one: OpenException, id: string): string => nameIn(one, id) || t('exception.photo.family');

const choice = (group: 'off' | 'lanes', value: string): string =>
  has(`exception.reason.${group}.${value}`) ? t(`exception.reason.${group}.${value}`) : value;
