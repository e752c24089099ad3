import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { chooseLanguage, nameOf, sorted } from './i18n.svelte';

vi.stubGlobal('localStorage', { setItem: () => {} });
vi.stubGlobal('document', { documentElement: {} });

const PLACES = [
  { name: 'Sandeshkhali', name_bn: 'সন্দেশখালি' },
  { name: 'Basirhat', name_bn: 'বসিরহাট' },
  { name: 'Hingalganj', name_bn: 'হিঙ্গলগঞ্জ' },
  { name: 'Amdanga', name_bn: 'আমডাঙা' },
  { name: 'Minakhan', name_bn: 'মিনাখাঁ' },
];

it('sorts names in the order of the reader: the Bengali dictionary', async () => {
  await chooseLanguage('bn');
  expect(sorted(PLACES, nameOf).map((place) => place.name_bn)).toEqual([
    'আমডাঙা',
    'বসিরহাট',
    'মিনাখাঁ',
    'সন্দেশখালি',
    'হিঙ্গলগঞ্জ',
  ]);
  // By code point, the letter KHANDA TA comes after HA; in the dictionary it is a TA.
  const letters = ['হিজলি', 'ৎস্য', 'নবাবপুর', 'ঢাকা'];
  expect(sorted(letters, (one) => one)).toEqual(['ঢাকা', 'ৎস্য', 'নবাবপুর', 'হিজলি']);
  expect([...letters].sort(), 'the control').not.toEqual(sorted(letters, (one) => one));
});

it('sorts names in the order of the reader: the English alphabet, without regard to capitals', async () => {
  await chooseLanguage('en');
  expect(sorted(PLACES, nameOf).map((place) => place.name)).toEqual([
    'Amdanga',
    'Basirhat',
    'Hingalganj',
    'Minakhan',
    'Sandeshkhali',
  ]);
  expect(sorted(['Zeta', 'alpha', 'Part 10', 'Part 9'], (one) => one)).toEqual(['alpha', 'Part 9', 'Part 10', 'Zeta']);
});

/** Files that sort by numbers or internal keys instead of text. */
const NO_TEXT = [
  'field/families/Families.svelte', // by time
  'field/phone/families/alike.ts', // by likeness
  'field/phone/families/families.ts', // by distance
  'field/phone/families/held.ts', // by the reported grade
  'field/phone/families/sound.ts', // keys that are compared only
  'field/phone/pack/pack.svelte.ts', // by the order of the pack
  'lib/i18n.svelte.ts', // sorted itself
  'lib/language.ts', // by the order of the switch
  'office/desk/exceptions.ts',
  'office/households/correction.ts', // sets that are compared
  'office/overview/reach.ts', // by need
  'office/people/PeopleFile.svelte', // rows with mistakes first
];

it('is how every screen sorts names', () => {
  const src = join(import.meta.dirname, '..');
  const sorting = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:ts|svelte)$/.test(file) && !file.endsWith('.test.ts'))
    .filter((file) => /\.sort\(|toSorted\(|localeCompare/.test(readFileSync(join(src, file), 'utf8')));
  expect(sorting.sort()).toEqual(NO_TEXT);
});
