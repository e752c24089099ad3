import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { about, LANGUAGES } from './language';
import { fill, pluralKey } from './messages';

const ROOT = join(import.meta.dirname, '../..');
const FACES = ['backup', 'common', 'field', 'help', 'machine', 'office', 'paper', 'practice', 'public', 'trust'];

/** The other languages may lack sentences: `npm run missing` lists them. */
const COMPLETE = LANGUAGES.filter((language) => about(language).complete);

function catalogue(language: string, face: string): Record<string, string> {
  if (!existsSync(join(ROOT, 'messages', language, `${face}.json`))) return {};
  return JSON.parse(readFileSync(join(ROOT, 'messages', language, `${face}.json`), 'utf8')) as Record<string, string>;
}

/** All source that may name a message: the three faces here, and the server's templates and Go files. */
function sources(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => ['.ts', '.svelte', '.go', '.html', '.gohtml', '.tmpl'].includes(extname(file)))
    .filter((file) => !file.endsWith('.test.ts') && !file.endsWith('_test.go'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
}

const screens = sources(join(ROOT, 'src')).join('\n');
const everything = `${screens}\n${sources(join(ROOT, '../internal')).join('\n')}`;
const known = new Set(FACES.flatMap((face) => Object.keys(catalogue('en', face))));

/** Keys made of a fixed beginning and a value name them all: t(`grade.${n}`) here, "step."+step in Go. */
const beginnings = [...everything.matchAll(/(?:`([a-z0-9_.]+\.)\$\{)|(?:"([a-z0-9_.]+\.)(?:"\s*\+|%[sdv]))/g)].map(
  (match) => match[1] ?? match[2] ?? '',
);
const literals = new Set(
  [...everything.matchAll(/['"`]([a-z0-9_]+(?:\.[a-z0-9_]+)*)['"`]/g)].map((match) => match[1] ?? ''),
);

function used(key: string): boolean {
  const stem = key.replace(/\.(one|other)$/, '');
  return literals.has(key) || literals.has(stem) || beginnings.some((beginning) => key.startsWith(beginning));
}

describe('the message files', () => {
  it.each(FACES)('have the same keys in every language: %s', (face) => {
    const english = Object.keys(catalogue('en', face)).sort();
    for (const language of COMPLETE) expect(Object.keys(catalogue(language, face)).sort(), language).toEqual(english);
  });

  it.each(FACES)('have the same places in every language: %s', (face) => {
    const places = (sentence: string | undefined) => [...new Set(sentence?.match(/\{\w+\}/g))].sort();
    const english = catalogue('en', face);
    for (const language of LANGUAGES) {
      const other = catalogue(language, face);
      for (const key of Object.keys(english).filter((one) => one in other))
        expect(places(other[key]), `${language} ${key}`).toEqual(places(english[key]));
    }
  });

  it('say nothing twice: a key stands in one file', () => {
    const all = FACES.flatMap((face) => Object.keys(catalogue('en', face)));
    expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([]);
  });

  it('have every key that a screen asks for', () => {
    const single = [...screens.matchAll(/\bt\(\s*['"]([^'"]+)['"]/g)].map((match) => match[1] ?? '');
    const counted = [...screens.matchAll(/\btn\(\s*['"]([^'"]+)['"]/g)].flatMap((match) => [
      `${match[1]}.one`,
      `${match[1]}.other`,
    ]);
    expect([...single, ...counted].filter((key) => !known.has(key))).toEqual([]);
  });

  it('have no key that nobody asks for', () => {
    expect([...known].filter((key) => !used(key))).toEqual([]);
  });

  it.each([
    ['bn', /\p{Script=Bengali}/u, /\p{Script=Devanagari}/u],
    ['hi', /\p{Script=Devanagari}/u, /\p{Script=Bengali}/u],
  ])('are written in the script of their language: %s', (language, own, other) => {
    // The danda is shared by both; places and codes are not words.
    const words = (sentence: string) => sentence.replace(/\{\w+\}|[।\p{P}\s\d]/gu, '');
    for (const face of FACES)
      for (const [key, sentence] of Object.entries(catalogue(language, face))) {
        if (words(sentence) === '') continue;
        expect(words(sentence), `${language} ${key}`).toMatch(own);
        expect(words(sentence), `${language} ${key}`).not.toMatch(other);
      }
  });

  it('have no empty sentence', () => {
    for (const language of LANGUAGES)
      for (const face of FACES)
        for (const [key, sentence] of Object.entries(catalogue(language, face)))
          expect(sentence.trim(), `${language} ${key}`).not.toBe('');
  });
});

describe('fill', () => {
  it('writes numbers in the digits of the reader, and leaves codes alone', () => {
    expect(fill('{n} / {code}', { n: 124310, code: '7K2M' }, 'bn')).toBe('১,২৪,৩১০ / 7K2M');
    expect(fill('{n}', { n: 124310 }, 'hi')).toBe('1,24,310');
  });

  it('takes a count as a number only, which the compiler checks', () => {
    // @ts-expect-error As text, a count would keep its Latin digits in Bengali.
    expect(fill('{count}', { count: '12' }, 'bn')).toBe('12');
    expect(fill('{count} {name}', { count: 12, name: '12' }, 'bn')).toBe('১২ 12');
  });

  it('leaves a place without a value visible', () => {
    expect(fill('{a} {b}', { a: 'x' }, 'en')).toBe('x {b}');
  });
});

describe('pluralKey', () => {
  it('counts nought as one in Bengali and Hindi, not in English', () => {
    expect(pluralKey('x', 0, 'bn')).toBe('x.one');
    expect(pluralKey('x', 0, 'hi')).toBe('x.one');
    expect(pluralKey('x', 0, 'en')).toBe('x.other');
    expect(pluralKey('x', 1, 'en')).toBe('x.one');
  });
});
