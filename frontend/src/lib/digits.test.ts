import { expect, it } from 'vitest';
import { asciiDigits, cardCode, grouped, phoneDigits, wholeNumber } from './digits';

it('folds Bengali and Devanagari digits', () => {
  expect(asciiDigits('০১২৩৪৫৬৭৮৯ ०१२३४५६७८९ 42')).toBe('0123456789 0123456789 42');
});

it.each([
  ['১,২৪,৩১০', 124310],
  ['12 ', 12],
  ['०७', 7],
  ['', null],
  ['1.5', null],
  ['1,5', null],
  ['2 3', null],
  ['1 000', 1000],
  ['12,34', null],
  ['\u200e৪২\u200e', 42],
  ['-3', null],
  ['বারো', null],
])('reads %s as the whole number %s', (text, expected) => {
  expect(wholeNumber(text)).toBe(expected);
});

it.each([
  ['7k2m 9qxm-১২', '7K2M9QXM12'],
  ['OIL0-1l', '011011'],
])('folds the typed card code %s to %s', (text, expected) => {
  expect(cardCode(text)).toBe(expected);
});

it.each([
  ['98765 43210', '9876543210'],
  ['+91 98765-43210', '9876543210'],
  ['09876543210', '9876543210'],
  ['৯৮৭৬৫৪৩২১০', '9876543210'],
  ['91 98765.43210', '9876543210'],
  ['0091-98765–43210', '9876543210'],
  ['\u202a+91 (0)98765 43210\u202c', '9876543210'],
  ["'9876543210\u200b", '9876543210'],
  ['tel:+919876543210', '9876543210'],
  ['12345 67890', null],
  ['987654321', null],
])('reads the phone %s as %s', (text, expected) => {
  expect(phoneDigits(text)).toBe(expected);
});

it('shows a code in groups of four, as it is printed', () => {
  expect(grouped('7K2M9QXM1A5')).toBe('7K2M 9QXM 1A5');
  expect(grouped('7K2M-9QXM-1A5')).toBe('7K2M 9QXM 1A5');
  expect(grouped('')).toBe('');
});
