// Sums as people write them, and shares as people say them. Pure.

import { asciiDigits } from '../lib/digits';

/** Rupees as typed, in any script, with commas and at most two decimals, as whole paise; null when it is not a sum. */
export function paise(text: string): number | null {
  const plain = asciiDigits(text).replace(/[₹,\s]/g, '');
  const match = /^(\d{1,11})(?:\.(\d{1,2}))?$/.exec(plain);
  if (match === null) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

const MOST_SAID = 10;

/** "About `some` families in `of`": 1 in 19 when few get it, else the nearest share that is easily said. */
export function share(have: number, need: number): { some: number; of: number } {
  if (have <= 0 || need <= 0) return { some: 0, of: need };
  if (need / have > MOST_SAID) return { some: 1, of: Math.round(need / have) };
  let best = { some: 1, of: 1 };
  for (let of = 2; of <= MOST_SAID; of++) {
    const some = Math.max(1, Math.min(of - 1, Math.round((have / need) * of)));
    const off = Math.abs(some / of - have / need);
    if (best.of === 1 || off < Math.abs(best.some / best.of - have / need) - 0.001) best = { some, of };
  }
  return best;
}
