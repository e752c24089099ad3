import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { nameLikeness, nameWords } from './likeness';

const file = new URL('../../../../../internal/household/testdata/likeness.json', import.meta.url);

it('compares names as the office does', () => {
  const examples = JSON.parse(readFileSync(file, 'utf8')) as { a: string; b: string; likeness: number }[];
  expect(examples.length).toBeGreaterThan(15);
  for (const { a, b, likeness } of examples)
    expect(nameLikeness(nameWords(a), nameWords(b)), `${a} and ${b}`).toBe(likeness);
});
