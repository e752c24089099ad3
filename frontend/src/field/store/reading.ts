// The words of the reader where a waybill's number or the code of handed goods is read.

import { foreign } from '../card/foreign';

/** Room for a waybill's number, and for a code of goods with its separators. */
const NUMBER_TYPED = 60;
const CODE_TYPED = 24;

export const WAYBILL_WORDS = {
  label: 'waybills.type',
  hint: 'waybills.type_hint',
  missing: 'waybills.missing',
  read: 'waybills.read',
  most: NUMBER_TYPED,
};

export const HANDING_WORDS = {
  label: 'receive.type',
  hint: 'receive.type_hint',
  missing: 'receive.missing',
  read: 'receive.read',
  most: CODE_TYPED,
};

/** A waybill may have a number of twelve digits, which an Aadhaar number has too. */
export const strangeToWaybills = (text: string): ReturnType<typeof foreign> =>
  /^[\d\s]{1,40}$/.test(text) ? null : foreign(text);

export const asTyped = (text: string): string => text.trim();
