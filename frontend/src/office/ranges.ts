// Ranges of sequence numbers in words.

import { number } from '../lib/i18n.svelte';

/** "2, 5–9", with "…" where there are more numbers than the ranges name. */
export function numbersOf(ranges: readonly (readonly [number, number])[], all: number): string {
  const named = ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  const parts = ranges.map(([from, to]) => (from === to ? number(from) : `${number(from)}–${number(to)}`));
  return [...parts, ...(named < all ? ['…'] : [])].join(', ');
}
