// An exception in words: what kind it is, which paper it is about, and its numbers.

import type { ExceptionKind, OpenException } from '../../lib/api/types';
import { has, t } from '../../lib/i18n.svelte';
import { sentencesOf } from './sentences';

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

/** Exceptions by kind, those of most rows first; within a kind in the order of the list. */
export function byKind(rows: readonly OpenException[]): { kind: ExceptionKind; rows: OpenException[] }[] {
  const groups = new Map<ExceptionKind, OpenException[]>();
  for (const one of rows) groups.set(one.kind, [...(groups.get(one.kind) ?? []), one]);
  return [...groups].map(([kind, of]) => ({ kind, rows: of })).sort((a, b) => b.rows.length - a.rows.length);
}

/** The decision in words; one that was written elsewhere is shown as it is. */
export const decisionName = (decision: string): string =>
  has(`decision.${decision}`) ? t(`decision.${decision}`) : decision;

/** The number of the paper it is about. */
export const subject = (one: OpenException): string => ('number' in one.details ? one.details.number : '');

/** Its numbers as sentences; of a kind without sentences, the plain values. */
export function lines(one: OpenException): string[] {
  const said = sentencesOf(one);
  if (said.length > 0) return said;
  return Object.entries(one.details)
    .filter(([name, value]) => name !== 'number' && (typeof value === 'string' || typeof value === 'number'))
    .map(([name, value]) => `${name}: ${String(value)}`);
}
