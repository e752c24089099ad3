import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COUNTS, ORDINALS, TEXTS } from './placeholders';

const ROOT = join(import.meta.dirname, '../../messages');
const COUNT = `\\{(?:${COUNTS.join('|')})\\}`;

/** All messages of a language, of all faces. */
function messages(language: string): [string, string][] {
  return readdirSync(join(ROOT, language))
    .filter((file) => file !== 'language.json')
    .flatMap((file) =>
      Object.entries(JSON.parse(readFileSync(join(ROOT, language, file), 'utf8')) as Record<string, string>),
    );
}

/** Numbers that are constants of the program and at least 2, so that their sentences have no singular. */
const NEVER_ONE: Record<string, string> = {
  'pin.hint': 'n',
  'pin.too_short': 'n',
  'voice.recording': 'most', // MOST_SECONDS
  'protection.too_short': 'n',
  'plan.scarce.one': 'of', // one family in two at most; the verb agrees with the first number
  'plan.scarce.other': 'of',
  'public.few_homes': 'k', // release.LeastK and above
  'public.few_note': 'k',
  'public.homes_waiting': 'k',
};

// Words that may follow any count: they are neither nouns nor verbs, or they do not change with the number.
const SAME =
  /^(?:of|or|to|and|at|on|off|m|min|kB|KiB|MB|needed|left|sent|received|read|saved|rejected|selected|missing|too|accepted|waiting|taken|given|already|with|now|listed|registered|added|from|came|counted|in|more)\b|^new[.,]/;

/** The counts of an English sentence that need a singular: before a noun or a verb, or after "these". */
function unagreed(key: string, sentence: string): string[] {
  const counted = /\.(?:one|other)$/.test(key);
  const free = (place: string) => (counted && place === '{count}') || `{${NEVER_ONE[key]}}` === place;
  const before = [...sentence.matchAll(new RegExp(`(${COUNT})\\s+(\\p{L}[^\\s]*)`, 'gu'))]
    .filter(([, place, next]) => !free(place ?? '') && !SAME.test(next ?? ''))
    .map(([found]) => found);
  const after = [...sentence.matchAll(new RegExp(`\\b(?:these|those)\\s+(${COUNT})`, 'gi'))].map(([found]) => found);
  return [...before, ...after];
}

/** The counts of a Hindi sentence before a word in the plural. */
function pluralHindi(key: string, sentence: string): string[] {
  if (key.endsWith('.other')) return [];
  const found = sentence.match(new RegExp(`${COUNT}\\s+\\S*(?:ों|ियाँ)(?![\\p{L}\\p{M}])`, 'gu')) ?? [];
  return found.filter((one) => !one.startsWith(`{${NEVER_ONE[key]}}`));
}

describe('placeholders', () => {
  const named = new Set(
    messages('en').flatMap(([, sentence]) => [...sentence.matchAll(/\{(\w+)\}/g)].map(([, n]) => n)),
  );

  it('are each a number or a text', () => {
    const classified: string[] = [...COUNTS, ...ORDINALS, ...TEXTS];
    expect(
      [...named].filter((name) => !classified.includes(name ?? '')),
      'not in placeholders.ts',
    ).toEqual([]);
    expect(
      classified.filter((name) => !named.has(name)),
      'in no message',
    ).toEqual([]);
    expect(new Set(classified).size, 'one type for each').toBe(classified.length);
  });
});

describe('a sentence with a number', () => {
  it('has plural forms, or is right for every number: English', () => {
    expect(
      messages('en').flatMap(([key, sentence]) => unagreed(key, sentence).map((found) => `${key}: ${found}`)),
    ).toEqual([]);
  });

  it('has plural forms, or is right for every number: Hindi', () => {
    expect(
      messages('hi').flatMap(([key, sentence]) => pluralHindi(key, sentence).map((found) => `${key}: ${found}`)),
    ).toEqual([]);
  });

  it('has both plural forms, each with the count', () => {
    const all = new Map(messages('en'));
    for (const key of all.keys()) {
      const stem = key.replace(/\.(?:one|other)$/, '');
      // A key may end in .other by its own meaning: then nothing stands beside it and it has no count.
      if (stem === key || !all.get(key)?.includes('{count}')) continue;
      expect(all.get(`${stem}.one`), key).toContain('{count}');
      expect(all.get(`${stem}.other`), key).toContain('{count}');
    }
  });

  it.each([
    ['list.age', 'The list is {n} hours old.'],
    ['list.families', '{who}: {count} families'],
    ['list.new', 'Still counting {count} new entries.'],
    ['list.done', '{done} have been handed over.'],
    ['list.call', 'Call these {n} first'],
    ['list.of.other', '{count} of {of} families'],
  ])('is found when it has none (the control): %s', (key, sentence) => {
    expect(unagreed(key, sentence)).not.toEqual([]);
  });

  it('is found in Hindi when it has none (the control)', () => {
    expect(pluralHindi('list', '{of} परिवारों में से {n}')).not.toEqual([]);
    expect(pluralHindi('list', '{count} पंक्तियाँ')).not.toEqual([]);
    expect(pluralHindi('list', 'परिवारों को दिया गया: {n}')).toEqual([]);
  });
});
