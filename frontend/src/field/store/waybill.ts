// Numbers of waybills as they are typed or scanned, against those that this phone knows.

import { asciiDigits } from '../../lib/digits';
import type { Storekeeping } from '../phone/pack/content';

export type Waybill = Storekeeping['waybills'][number];

/** What a typed or scanned number is: one that the phone knows, one letter off, mistyped, or not known here. */
export type Found =
  | { is: 'known'; waybill: Waybill }
  | { is: 'near'; waybills: Waybill[]; number: string }
  | { is: 'unknown' | 'mistyped'; number: string }
  | { is: 'missing' | 'no_number' };

const LONGEST = 40;
const GENERATED_SYMBOLS = 8;
const SEPARATORS = /[\s\u2010-\u2015./_-]+/g;

/** A number without what differs between paper and typing: case, separators, digits of other scripts, O and 0, I, L and 1. */
export function folded(number: string): string {
  return asciiDigits(number).replace(SEPARATORS, '').toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1');
}

/** Whether one letter was added, left out, replaced, or exchanged with its neighbour. */
export function isOneOff(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  if (start === short.length) return long.length > short.length;
  const rest = (text: string, skipped: number): string => text.slice(start + skipped);
  if (long.length > short.length) return rest(short, 0) === rest(long, 1);
  const swapped = short[start] === long[start + 1] && short[start + 1] === long[start];
  return rest(short, 1) === rest(long, 1) || (swapped && rest(short, 2) === rest(long, 2));
}

/** The number as it is sent, for one that is not known here. Those that the program makes have one form. */
function asPrinted(typed: string): string {
  const plain = folded(typed);
  const symbols = plain.slice(2);
  if (!/^TP[0-9A-Z]+$/.test(plain) || symbols.length !== GENERATED_SYMBOLS) return typed.trim();
  return `TP-${symbols.slice(0, 4)}-${symbols.slice(4)}`;
}

/** Whether it begins like a number that the program makes, and cannot be one. */
function isBroken(typed: string): boolean {
  if (!/^\s*TP[\s\u2010-\u2015-]/i.test(typed)) return false;
  const symbols = folded(typed).slice(2);
  return symbols.length !== GENERATED_SYMBOLS || /[^0-9A-HJKMNP-TV-Z]/.test(symbols);
}

/** Finds a waybill by its number. Typing errs by a letter; a scanned number has none wrong. */
export function findWaybill(text: string, known: readonly Waybill[], typed: boolean): Found {
  const wanted = folded(text);
  if (wanted === '') return { is: 'missing' };
  const exact = known.find(({ number }) => folded(number) === wanted);
  if (exact !== undefined) return { is: 'known', waybill: exact };
  const number = asPrinted(text);
  if (number.length > LONGEST || number.includes(':')) return { is: 'no_number' };
  const near = typed ? known.filter((one) => isOneOff(folded(one.number), wanted)) : [];
  if (near.length > 0) return { is: 'near', waybills: near, number };
  return { is: typed && isBroken(text) ? 'mistyped' : 'unknown', number };
}
