// An exception in words: what kind it is, which paper it is about, and its numbers.

import type { OpenException } from '../../lib/api/types';
import { dateTime, has, nameOf, number, t, tn } from '../../lib/i18n.svelte';
import { itemName } from '../goods';
import { numbersOf } from '../ranges';
import { count, SENTENCES } from './sentences';

export const DECISIONS = [
  'lost_on_way',
  'stayed_with_sender',
  'miscounted',
  'came_later',
  'both_were_given',
  'nothing_to_do',
  'other',
] as const;

export const kindName = (kind: string): string => (has(`exception.kind.${kind}`) ? t(`exception.kind.${kind}`) : kind);

/** The decision in words; one that was written elsewhere is shown as it is. */
export const decisionName = (decision: string): string =>
  has(`decision.${decision}`) ? t(`decision.${decision}`) : decision;

/** The number of the paper it is about. */
export function subject(one: OpenException): string {
  const value = one.details?.['number'];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

interface Difference {
  item: string;
  sent: number;
  received: number;
  reason?: string;
}

function isDifference(value: unknown): value is Difference {
  if (typeof value !== 'object' || value === null) return false;
  const line = value as Record<string, unknown>;
  return typeof line['item'] === 'string' && typeof line['sent'] === 'number' && typeof line['received'] === 'number';
}

/** Its numbers as sentences. */
export function lines(one: OpenException): string[] {
  const found: unknown = one.details?.['lines'];
  const differences = Array.isArray(found) ? found.filter(isDifference) : [];
  if (differences.length > 0) return differences.map(sentence);
  const said = sentencesOf(one);
  if (said.length > 0) return said;
  return Object.entries(one.details ?? {})
    .filter(([name, value]) => name !== 'number' && (typeof value === 'string' || typeof value === 'number'))
    .map(([name, value]) => `${name}: ${String(value)}`);
}

/** What phones made of it, in words: who, when and where. */
function sentencesOf(one: OpenException): string[] {
  const { details } = one;
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(details ?? {})) values[name] = shown(one, value);
  const place = nameOf(values as { place: string }, 'place');
  const who = (id: string): string => values[id] || t('exception.somebody');
  const said = SENTENCES[one.kind];
  if (said !== undefined) return said(details ?? {}, who);
  switch (one.kind) {
    case 'double_handover':
      return [
        t('exception.first', { who: who('first_by'), when: values['first_at'] ?? '', place }),
        t('exception.second', { who: who('second_by'), when: values['second_said'] ?? '' }),
        t('exception.both_counted'),
      ];
    case 'off_list':
      return [
        t('exception.off_list', {
          who: who('device'),
          reason: choice('off', details?.['reason']),
          place,
        }),
      ];
    case 'device_gap':
    case 'device_gone':
      return [missing(one, who('device'))];
    case 'seq_ahead':
      return [t('exception.seq_ahead', { who: who('device') })];
    case 'officer_appointed':
    case 'officer_reset':
      return [ofOfficer(values, who)];
    case 'officer_rejoin':
      return [t('exception.officer_rejoin', { who: who('account') })];
    case 'lane_opened':
      return [
        t('exception.lane_opened', {
          who: who('device'),
          lane: count(details ?? {}, 'lane'),
          families: count(details ?? {}, 'exposed'),
          reason: choice('lanes', details?.['reason']),
        }),
      ];
    case 'count_differs':
      return Object.entries((details?.['missing'] ?? {}) as Record<string, number>).map(([item, n]) =>
        t(n > 0 ? 'exception.count_missing' : 'exception.count_over', {
          item: itemName(item),
          n: Math.abs(n),
          who: who('device'),
        }),
      );
    default:
      return details?.['device'] === undefined ? [] : [t('exception.of_phone', { who: who('device') })];
  }
}

/** Entries of a phone that are not here. Exceptions of earlier versions name one range, from first to last. */
function missing({ kind, details }: OpenException, who: string): string {
  const ranges = details?.['ranges'] ?? [[details?.['first'], details?.['last']]];
  const count = Number(details?.['missing'] ?? Number(details?.['last']) - Number(details?.['first']) + 1);
  return tn(`exception.${kind}`, count, { who, numbers: numbersOf(ranges, count) });
}

function ofOfficer(values: Record<string, string>, who: (id: string) => string): string {
  const asker = values['asked_by'] === '' ? t('exception.command_line') : who('asked_by');
  if (values['approved_by'] === '') return t('exception.officer_alone', { who: who('account'), asker });
  return t('exception.officer', { who: who('account'), asker, approver: who('approved_by') });
}

const choice = (group: 'off' | 'lanes', value: unknown): string =>
  has(`exception.reason.${group}.${String(value)}`) ? t(`exception.reason.${group}.${String(value)}`) : String(value);

const MOMENT = /^\d{4}-\d\d-\d\dT/;

/** A value as people read it: names for ids, days for moments. */
function shown(one: OpenException, value: unknown): string {
  if (typeof value === 'number') return number(value);
  if (typeof value !== 'string') return '';
  if (MOMENT.test(value)) return dateTime(value);
  return one.names?.[value] ?? (/^[0-9a-f-]{36}$/.test(value) ? '' : value);
}

function sentence(line: Difference): string {
  const came = t('exception.came', { item: itemName(line.item), sent: line.sent, received: line.received });
  return line.reason ? `${came} ${t('exception.said', { reason: line.reason })}` : came;
}
