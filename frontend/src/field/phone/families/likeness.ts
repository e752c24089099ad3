// Comparison of two names word by word: Rahima Bibi, Rahima Khatun and Rahima may be one person, though the phonetic keys of
// the whole names differ. The rules are those of the server (household/likeness.go); one file of examples tests both.

import { sounds } from './sound';

const RARE = 3;
const COMMON = 1;

const soundsOf = (names: string): ReadonlySet<string> => new Set(sounds(names));

/** Surnames that many families of a village share, as they are written most. */
const commonSurnames = soundsOf(
  'ali akhtar baidya bag bera biswas das dalui debnath dey dhali dutta gayen gazi ghosh giri halder haque hossain islam ' +
    'jana karmakar kayal khan laskar mahato maity mallick mandi manna midya mistry molla mondal munda nath naskar paik ' +
    'pal patra pramanik purkait rahman roy saha samanta santra sardar sarkar sen sheikh singh sutradhar tarafdar uddin ' +
    'mridha hazra tudu soren murmu hembram oraon',
);

/** These change during a life, or are written by some and not by others: they never make two names differ. */
const formsOfAddress = soundsOf('bibi khatun begum bewa devi dasi nesa unnessa md mst');

/** A name in distinct words that tell a person from others. */
export interface NameWords {
  words: ReadonlySet<string>;
  /** How many words are written. */
  written: number;
}

export function nameWords(name: string): NameWords {
  const all = sounds(name);
  const some = all.filter((sound) => !formsOfAddress.has(sound));
  return { words: new Set(some.length > 0 ? some : all), written: all.length };
}

/**
 * How much two names have in common: the sum of the weights of the words that they share, and 0 when they are hardly one
 * person's. One of them may lack words of the other: a middle name, or all but a rare given name.
 */
export function nameLikeness(a: NameWords, b: NameWords): number {
  const [shorter, longer] = a.words.size > b.words.size ? [b, a] : [a, b];
  let sum = 0;
  for (const word of shorter.words) {
    if (!longer.words.has(word)) return 0;
    sum += commonSurnames.has(word) ? COMMON : RARE;
  }
  const alone = shorter.words.size === 1 && longer.words.size > 1;
  return alone && (sum < RARE || shorter.written > 1) ? 0 : sum;
}
