import { expect, it } from 'vitest';
import { dialectsIn, type Row, rowsOf, sizeOf, stateOf } from './state';

const row = (spoken: Row['spoken'], language: 'bn' | 'en', dialect: string, words = 'a'): Row => ({
  spoken,
  language,
  dialect,
  words,
  file: '',
  bytes: 100,
  by: 'Mina',
  at: '2020-06-05T09:00:00Z',
});

const ROWS = [
  row('consent_who', 'bn', 'Sadri'),
  row('consent_what', 'bn', 'Sadri', 'b'),
  row('consent_who', 'en', 'Sadri'),
  row('consent_who', 'bn', 'Standard'),
];

it('names each dialect once, by its language and name', () => {
  expect(dialectsIn(ROWS)).toEqual([
    { language: 'bn', dialect: 'Sadri' },
    { language: 'en', dialect: 'Sadri' },
    { language: 'bn', dialect: 'Standard' },
  ]);
});

it('says which texts are to be recorded', () => {
  expect(stateOf(undefined, 'a')).toBe('missing');
  expect(stateOf(ROWS[0], 'a')).toBe('recorded');
  expect(stateOf(ROWS[1], 'a')).toBe('changed');
});

it('counts the room of one dialect, without a recording that is replaced', () => {
  const own = rowsOf(ROWS, { language: 'bn', dialect: 'Sadri' });
  expect([sizeOf(own), sizeOf(own, 'consent_who')]).toEqual([200, 100]);
});
