// Codes that are no card of ours. What they contain is neither kept nor sent: an Aadhaar card has a name, an address and a
// number on it.

import { asciiDigits } from '../../lib/digits';
import { isPracticeCard } from '../phone/pack/card';
import { practising } from '../phone/storage/practice';

export type Foreign = 'payment' | 'aadhaar' | 'link' | 'practice';

const TOKEN_LETTERS = 123;
const SEPARATORS = /[\s\u2010-\u2013-]/g;

const SCANNED: readonly [Foreign, RegExp][] = [
  ['payment', /^(upi|paytmmp|phonepe|gpay|tez|bhim|credpay):/i],
  ['payment', /^000201\d{2}/], // EMV merchant code, as Bharat QR
  ['payment', /^[\w.-]{2,256}@[a-z][a-z0-9]{1,63}$/i], // a UPI address
  ['aadhaar', /<(\?xml|printletterbarcodedata|qdb|qpdb|oka)\b/i],
  ['aadhaar', /^\d{400,}$/], // the signed code of an Aadhaar card, one long number
  ['aadhaar', /uidai\.gov\.in/i],
  ['link', /^(https?:\/\/|www\.)/i],
];

/** An Aadhaar number of twelve digits, or the virtual one of sixteen. */
const isIdentityNumber = (text: string): boolean =>
  /^[2-9]\d{11}(\d{4})?$/.test(asciiDigits(text).replace(SEPARATORS, ''));

/** What a scanned or typed code is, if it is certainly no card; null for a card, and for what cannot be told. */
export function foreign(text: string): Foreign | null {
  const plain = text.trim();
  if (plain.length === TOKEN_LETTERS) return null;
  if (isIdentityNumber(plain)) return 'aadhaar';
  if (isPracticeCard(plain)) return practising ? null : 'practice';
  return SCANNED.find(([, form]) => form.test(plain))?.[0] ?? null;
}
