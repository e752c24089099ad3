// Sums as people write them, and shares as people say them. Pure.

import { asciiDigits } from '../lib/digits';

/** Rupees as typed, in any script, with commas and at most two decimals, as whole paise; null when it is not a sum. */
export function paise(text: string): number | null {
  const plain = asciiDigits(text).replace(/[₹,\s]/g, '');
  const match = /^(\d{1,11})(?:\.(\d{1,2}))?$/.exec(plain);
  if (match === null) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

const SAID = [2, 3, 4, 5, 10];
const MOST_SAID = 10;

/** "About `some` families in `of`": 1 in 19 when few get it, else the nearest share that is easily said. */
export function share(have: number, need: number): { some: number; of: number } {
  if (have <= 0 || need <= 0) return { some: 0, of: need };
  if (need / have > MOST_SAID) return { some: 1, of: Math.round(need / have) };
  const shares = SAID.flatMap((of) => Array.from({ length: of - 1 }, (_, less) => ({ some: less + 1, of })));
  const off = (one: { some: number; of: number }) => Math.abs(one.some / one.of - have / need);
  return shares.reduce((best, one) => (off(one) < off(best) ? one : best));
}
