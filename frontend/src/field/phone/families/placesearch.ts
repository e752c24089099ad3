// Search of places by a part of their name in any script, or by sound: hingolgonj finds Hingalganj. It answers without a
// network, from the areas of the pack.

import { nameOf, sorted } from '../../../lib/i18n.svelte';
import type { PackArea } from '../pack/pack.svelte';
import { sounds } from './sound';

/** An area with what is compared of it. Its phonetic keys are made here, so they are always of the current version. */
interface Indexed {
  area: PackArea;
  names: string[];
  keys: string[];
  /** The key of each name as one word: Sandesh Khali and Sandeshkhali are alike. */
  joined: string[];
}

/** A shorter key would be the beginning of too many names. */
const LEAST_KEY = 2;

/** The kinds of matches, the best first. */
const RANKS = 6;

const indexes = new WeakMap<readonly PackArea[], Indexed[]>();

function indexOf(areas: readonly PackArea[]): Indexed[] {
  const known = indexes.get(areas) ?? areas.map(indexed);
  indexes.set(areas, known);
  return known;
}

function indexed(area: PackArea): Indexed {
  const names = [area.name, area.name_bn, area.name_hi ?? ''].filter((name) => name !== '').map(plain);
  return { area, names, keys: [...new Set(names.flatMap((name) => sounds(name)))], joined: names.map(oneWord) };
}

const oneWord = (name: string): string => sounds(name.replace(/\s/gu, '')).join('');
const plain = (text: string): string => text.trim().toLowerCase().normalize('NFC');

/** The places of some levels that a text finds: those of that spelling first, then those that sound alike or begin so. */
export function placesNamed(
  areas: readonly PackArea[],
  text: string,
  levels: readonly string[],
  most: number,
): PackArea[] {
  const wanted = plain(text);
  if (wanted === '') return [];
  const heard = { words: sounds(wanted), whole: oneWord(wanted) };
  const ranked: PackArea[][] = Array.from({ length: RANKS }, () => []);
  for (const one of indexOf(areas)) {
    const rank = levels.includes(one.area.level) ? rankOf(one, wanted, heard) : -1;
    ranked[rank]?.push(one.area);
  }
  const found: PackArea[] = [];
  for (const alike of ranked) {
    if (found.length >= most) break;
    found.push(...sorted(alike, nameOf));
  }
  return found.slice(0, most);
}

/** The phonetic keys of the typed text. */
interface Heard {
  words: string[];
  whole: string;
}

/** The rank of an area from 0, the best; -1 where it does not match. */
function rankOf({ names, keys, joined }: Indexed, wanted: string, { words, whole }: Heard): number {
  if (names.includes(wanted)) return 0;
  if (names.some((name) => name.startsWith(wanted))) return 1;
  if (names.some((name) => name.includes(wanted))) return 2;
  if (words.length === 0) return -1;
  if (joined.includes(whole)) return 3;
  if (words.every((word) => keys.includes(word))) return 4;
  const begins = (key: string, word: string): boolean => word.length >= LEAST_KEY && key.startsWith(word);
  if (words.every((word) => keys.some((key) => key === word || begins(key, word)))) return 5;
  return joined.some((key) => begins(key, whole)) ? 5 : -1; // a word may still be being typed
}
