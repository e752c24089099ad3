// An exception in words: what kind it is, which paper it is about, and its numbers.

import { has, t } from '../../lib/i18n.svelte';
import { itemName } from '../goods';
import type { OpenException } from '../types';

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
  return Object.entries(one.details ?? {})
    .filter(([name, value]) => name !== 'number' && (typeof value === 'string' || typeof value === 'number'))
    .map(([name, value]) => `${name}: ${String(value)}`);
}

function sentence(line: Difference): string {
  const came = t('exception.came', { item: itemName(line.item), sent: line.sent, received: line.received });
  return line.reason ? `${came} ${t('exception.said', { reason: line.reason })}` : came;
}
