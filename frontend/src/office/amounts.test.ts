import { expect, it } from 'vitest';
import { paise, share } from './amounts';

it.each([
  ['1,24,310', 12431000],
  ['₹ ১২০০.৫', 120050],
  ['0.05', 5],
  ['12.345', null],
  ['', null],
  ['-1', null],
])('reads %s rupees as %s paise', (text, expected) => {
  expect(paise(text)).toBe(expected);
});

it.each([
  [150, 2870, { some: 1, of: 19 }],
  [100, 240, { some: 2, of: 5 }],
  [50, 100, { some: 1, of: 2 }],
  [99, 100, { some: 9, of: 10 }],
  [0, 20, { some: 0, of: 20 }],
])('says %s of %s as %o', (have, need, expected) => {
  expect(share(have, need)).toEqual(expected);
});
