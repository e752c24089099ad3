// Phonetic keys of names: Mondal, Mandal and মণ্ডল have the same key. The rules are those of the server, so that the phone
// finds the same duplicates; one file of examples tests both.

import { conventionalKey, joinParticles, respelt, respeltBengali } from './convention';
import { latin } from './script';

/** The versions of the rules: a pack states that of its keys. Packs of protocol 1 have keys of version 2. */
export type KeyVersion = 2 | 3;
const CURRENT: KeyVersion = 3;

/** The version of a pack's keys. Packs of before version 3 do not state it. */
export const keyVersion = (manifest: { key_version?: number } | undefined): KeyVersion =>
  manifest?.key_version === 3 ? 3 : 2;

const COURTESIES = new Set(
  'sri shri sree shree srimati shrimati smt mr mrs ms শ্রী শ্রীমতী শ্রীমতি श्री श्रीमती'
    .split(' ')
    .map((word) => word.normalize('NFC')),
);

/** Phonetic keys of names that are abbreviated or spelt the English way. */
const SHORTENED: Record<string, string> = {
  mhmd: 'md',
  muhmd: 'md',
  mhd: 'md',
  msmt: 'mst',
  musmt: 'mst',
  kumr: 'kr',
  bgum: 'bgm',
  dut: 'dt',
};

/** Bengali abbreviations of Mohammad. */
const INITIALS: Record<string, string> = { মোঃ: 'md', মো: 'md', মহঃ: 'md', মোহঃ: 'md' };

type Pairs = readonly (readonly [string, string])[];

const pairs = (text: string): Pairs => text.split(' ').map((pair) => pair.split('>') as [string, string]);

const SPELLINGS = pairs(
  'ksh>k kkh>k x>k ks>k tch>c chh>c ch>c ck>k c>k q>k ph>f sch>s sh>s zh>j z>j ngh>n ngg>n ng>n v>b dj>j',
);
const VOWEL_SPELLINGS = pairs('oo>u ou>o au>o ow>o aw>o eeu>iu ee>i ea>i ii>i uu>u ai>e ei>e oi>e ay>e ey>e oy>e');
const OPENING = pairs('iya>ja iye>je iyu>ju ia>ja iu>ju io>jo eu>ju yea>ja you>ju y>j jn>g gy>g');

/** Rewrites from left to right; at each position the first matching pair applies. */
function rewrite(word: string, by: Pairs): string {
  let out = '';
  for (let at = 0; at < word.length; ) {
    const fits = by.find(([from]) => word.startsWith(from, at));
    out += fits === undefined ? word[at] : fits[1];
    at += fits === undefined ? 1 : fits[0].length;
  }
  return out;
}

const vowel = (letter: string | undefined): boolean => letter !== undefined && 'aeiou'.includes(letter);

function skeleton(spelt: string): string {
  const opening = OPENING.find(([from]) => spelt.startsWith(from));
  let word = opening === undefined ? spelt : opening[1] + spelt.slice(opening[0].length);
  word = rewrite(word, SPELLINGS);
  word = [...word].map((b, i) => (b === 'w' && !vowel(word[i - 1]) ? 'b' : b)).join('');
  if (word.endsWith('y') && word.length > 1 && !vowel(word.at(-2))) word = `${word.slice(0, -1)}i`; // Molly, Lucky
  return drop(rewrite(word, VOWEL_SPELLINGS));
}

/** Keeps consonants, i and u; of the other vowels only an initial one, as a. */
function drop(word: string): string {
  let out = '';
  for (let i = 0; i < word.length; i++) {
    let b = word[i] ?? '';
    if ('aeo'.includes(b) && i === 0) b = 'a';
    else if ('aeoyw'.includes(b) || (b === 'h' && !heard(word, i))) continue;
    else if (b === 'n' && i + 1 < word.length && 'bp'.includes(word[i + 1] ?? '')) b = 'm'; // শংভু: said with an m
    if (!out.endsWith(b)) out += b;
  }
  return out;
}

/** h counts at the beginning and after a vowel; after a consonant it is aspiration, at the end it is silent. */
const heard = (word: string, i: number): boolean => i === 0 || (vowel(word[i - 1]) && i + 1 < word.length);

/** The phonetic key of a word by version 3. */
function nameWord(field: string): string {
  const spelt = latin(respeltBengali(field));
  return conventionalKey(spelt, skeleton) ?? skeleton(respelt(spelt));
}

/** The phonetic keys of a name's words in order, without titles. */
export function sounds(name: string, version: KeyVersion = CURRENT): string[] {
  const found: string[] = [];
  for (const part of name.normalize('NFC').split(/[^\p{L}\p{M}\p{Cf}]+/u)) {
    const field = part.toLowerCase();
    if (field === '' || COURTESIES.has(field)) continue;
    const sound = INITIALS[field] ?? (version === 2 ? skeleton(latin(field)) : nameWord(field));
    if (sound !== '') found.push(SHORTENED[sound] ?? sound);
  }
  return version === 2 ? found : joinParticles(found);
}

/** The phonetic key of a whole name: independent of word order, and of Md or Mst, which some omit. */
export function nameSound(name: string, version: KeyVersion = CURRENT): string {
  const all = sounds(name, version);
  const rest = all.filter((sound) => sound !== 'md' && sound !== 'mst');
  return (all.length > 1 && rest.length > 0 ? rest : all).sort().join(' ');
}
