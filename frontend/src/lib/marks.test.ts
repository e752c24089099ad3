import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import english from '../../messages/en/common.json';
import { MARKS } from './marks';

const printed = JSON.parse(
  readFileSync(new URL('../../../internal/card/marks.json', import.meta.url), 'utf8'),
) as typeof MARKS;

it('shows the marks that cards have in print, each with a word', () => {
  expect(MARKS).toEqual(printed);
  for (const mark of Object.keys(MARKS)) expect(english).toHaveProperty([`mark.${mark}`]);
});

it('draws no two marks alike', () => {
  expect(new Set(Object.values(MARKS)).size).toBe(24);
  for (const path of Object.values(MARKS)) expect(path).toMatch(/^(M-?[\d. -]+|[LC]-?[\d. -]+|Z)+$/);
});
