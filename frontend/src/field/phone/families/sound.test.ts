import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { nameSound } from './sound';

// The office's own examples, which its tests hold against its rules.
const examplesOf = (file: string) =>
  JSON.parse(
    readFileSync(new URL(`../../../../../internal/household/testdata/${file}`, import.meta.url), 'utf8'),
  ) as Record<string, string>;

it.each([
  [3, 'sounds.json'],
  [2, 'sounds2.json'],
] as const)('hears every name as the office does by version %i', (version, file) => {
  const examples = examplesOf(file);
  expect(Object.keys(examples).length).toBeGreaterThan(200);
  const heard = Object.fromEntries(Object.keys(examples).map((name) => [name, nameSound(name, version)]));
  expect(heard).toEqual(examples);
});

it('hears one name in its many spellings', () => {
  for (const same of [
    ['Mondal', 'Mandal', 'মণ্ডল', 'मंडल'],
    ['Sk Rahim', 'Sheikh Rahim', 'শেখ রহিম'],
    ['Khatun', 'Khatoon', 'খাতুন'],
  ])
    expect(new Set(same.map((name) => nameSound(name))).size, same.join(' ')).toBe(1);
});
