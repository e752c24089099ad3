import { expect, it } from 'vitest';
import { codeOf, levelsBelow } from './tree';

it('offers under each level only the levels that may be below it', () => {
  expect(levelsBelow('block')).toEqual(['panchayat', 'village']);
  expect(levelsBelow('village')).toEqual([]);
});

it('keeps a code as it was typed, and makes one where there is none', () => {
  expect(codeOf(' ২৭৩৮ ', 'x')).toBe('2738');
  expect(codeOf('', '0190a1b2-0000-7000-8000-00000000abcd')).toBe('own:00000000abcd');
});
