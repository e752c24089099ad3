// Ranges of sequence numbers in words.

import { number } from '../lib/i18n.svelte';

const isRange = (value: unknown): value is [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every((n) => typeof n === 'number');

/** "2, 5–9", with "…" where there are more numbers than the ranges name. */
export function numbersOf(ranges: unknown, all: number): string {
  const found = Array.isArray(ranges) ? ranges.filter(isRange) : [];
  const named = found.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  const parts = found.map(([from, to]) => (from === to ? number(from) : `${number(from)}–${number(to)}`));
  return [...parts, ...(named < all ? ['…'] : [])].join(', ');
}
