import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PRACTICE_PREFIX } from '../phone/pack/card';
import { type Foreign, foreign } from './foreign';

const CASES: readonly [string, string, Foreign | null][] = [
  ['a UPI code of a shop', 'upi://pay?pa=shop@okaxis&pn=Shop&cu=INR', 'payment'],
  ['a UPI address', 'ramesh.store@ybl', 'payment'],
  ['a wallet', 'paytmmp://pay?pa=x', 'payment'],
  ['Bharat QR', '00020101021126360014', 'payment'],
  ['an old Aadhaar card', '<?xml version="1.0"?><PrintLetterBarcodeData uid="299999999999" name="x"/>', 'aadhaar'],
  ['an old Aadhaar card without its heading', '<QPDB n="x" u="xxxxxxxx1234"/>', 'aadhaar'],
  ['a new Aadhaar card', '6979414848205548481619299442879901900893978332594614407044767717'.repeat(10), 'aadhaar'],
  ['an Aadhaar number', '2999 9999 9999', 'aadhaar'],
  ['an Aadhaar number with hyphens', '2999-9999-9999', 'aadhaar'],
  ['an Aadhaar number in Bengali digits', '২৯৯৯ ৯৯৯৯ ৯৯৯৯', 'aadhaar'],
  ['an Aadhaar number in Hindi digits', '२९९९९९९९९९९९', 'aadhaar'],
  ['a virtual number', '9999 9999 9999 9999', 'aadhaar'],
  ['a link of a shop', 'https://example.com/menu', 'link'],
  ['a link without its protocol', 'www.example.com', 'link'],
  ['a practice card', `${PRACTICE_PREFIX}1`, 'practice'],
  ['the number of a practice card', 'practice 01', 'practice'],
  ['the number of a practice card in Bengali digits', 'Practice ০১', 'practice'],
  ['a word like it', 'practice', null],
  ['a typed code', '0123 4567 89A', null],
  ['a typed code of digits only', '01234567890', null],
  ['a mistyped code', 'ABCD EFGH JKL', null],
  ['a bar of soap', '8901030865237', null],
  ['nothing', '', null],
];

it.each(CASES)('knows %s', (_, text, is) => {
  expect(foreign(text)).toBe(is);
});

it('takes none of our cards for another, valid or not', () => {
  const file = new URL('../../../../internal/card/testdata/cards.json', import.meta.url);
  const { cards, codes } = JSON.parse(readFileSync(file, 'utf8')) as {
    cards: { text: string; is: string }[];
    codes: { typed: string; code: string }[];
  };
  const good = [
    ...cards.filter(({ is }) => is !== 'unreadable').map(({ text }) => text),
    ...codes.filter(({ code }) => code !== '').map(({ typed }) => typed),
  ];
  expect(good.length).toBeGreaterThan(100);
  expect(good.filter((text) => foreign(text) !== null)).toEqual([]);
});
