// Exceptions about goods that were counted, handed out or received, in words.

import type { OpenException } from '../../lib/api/types';
import { dateTime, has, nameOf, t } from '../../lib/i18n.svelte';
import { itemName } from '../goods';

type Of<K extends OpenException['kind']> = Extract<OpenException, { kind: K }>;

const who = (one: OpenException, id: string): string => one.names[id] || t('exception.somebody');

const inPlace = (one: { details: { place: string; place_bn?: string; place_hi?: string } }): string =>
  t('exception.arrival.place', { place: nameOf(one.details, 'place') });

/** What came, where, and why it was not recorded. */
export function unmatched(one: Of<'arrival_unmatched'>): string[] {
  const { why, lines } = one.details;
  const reason = has(`exception.arrival.why.${why}`) ? [t(`exception.arrival.why.${why}`)] : [];
  const came = lines.map((line) =>
    t('exception.arrival.found', { item: itemName(line.item), received: line.received }),
  );
  return [inPlace(one), ...came, ...reason];
}

export const arrivedTwice = (one: Of<'arrival_differs'>): string[] => [
  inPlace(one),
  ...one.details.lines.map(({ item, first, second }) =>
    t('exception.arrival.counts', { item: itemName(item), first, second }),
  ),
  t('exception.arrival.kept'),
];

/** A count of a store: when, what differs, and what was not counted. */
export function storeCount(one: Of<'stock_count_differs'>): string[] {
  const { counted_at, through, lines, uncounted } = one.details;
  const when = t('exception.store_count.when', {
    place: nameOf(one.details, 'place'),
    when: dateTime(counted_at),
    seq: through,
  });
  const differing = lines.map(({ item, counted, book }) =>
    t('exception.store_count.line', { item: itemName(item), counted, book }),
  );
  if (uncounted.length === 0) return [when, ...differing];
  const items = uncounted.map(itemName).join(', ');
  return [when, ...differing, t('exception.store_count.uncounted', { items })];
}

export const loadedTwice = (one: Of<'custody_loaded_twice'>): string[] =>
  one.details.lines.map(({ item, first, second }) =>
    t('exception.custody.twice', {
      item: itemName(item),
      first,
      second,
      who: who(one, one.details.device),
      place: nameOf(one.details, 'place'),
    }),
  );

export const loadDiffers = (one: Of<'custody_load_differs'>): string[] =>
  one.details.lines.map(({ item, first, second }) =>
    t('exception.custody.load', { item: itemName(item), first, second, who: who(one, one.details.device) }),
  );

export const countedTwice = (one: Of<'custody_count_differs'>): string[] =>
  one.details.lines.map(({ item, first, second }) =>
    t(one.details.first === '' ? 'exception.custody.count_nothing' : 'exception.custody.count', {
      item: itemName(item),
      first,
      second,
      who: who(one, one.details.device),
    }),
  );
