// The families that this phone holds: those of its pack, and those registered on it, with its own grades and cards. Their
// search answers without a network, by sound in three scripts. A list of entitlements has no names and is not searched here.

import { asciiDigits, cardCode } from '../../../lib/digits';
import type { Grade } from '../../types';
import { detailsOf, type Row } from '../outbox/entrydetails';
import { entries } from '../outbox/outbox.svelte';
import { type PackArea, pack } from '../pack/pack.svelte';
import { called, isNameless } from './called';
import { corrected, ownChanges } from './corrected';
import { type Known, registeredHere } from './families';
import { type KeyVersion, keyVersion, sounds } from './sound';

/** A family of this phone. */
export interface Held extends Known {
  grade: Grade | null;
  /** The code of its card; empty without one. */
  card: string;
  /** Registered on this phone. */
  mine: boolean;
}

/** What is still missing of a family. */
export const MISSING = ['grade', 'card'] as const;
export type Missing = (typeof MISSING)[number];

/** All families of this phone: those registered on it first, the newest first. */
export function held(): Held[] {
  const own = newest(entries());
  const changes = ownChanges();
  const carried = (pack()?.families ?? []).map((one) => corrected(one, changes.get(one.household)));
  const here = registeredHere();
  const mine = new Set(here.map((one) => one.household));
  const known = new Set(carried.map((one) => one.household));
  const fresh = here.filter((one) => !known.has(one.household)).map((one) => ({ ...one, grade: null, card: '' }));
  const all = [...fresh, ...carried].map((one) => ({ ...one, mine: mine.has(one.household) }));
  return [...all.filter((one) => one.mine), ...all.filter((one) => !one.mine)].map((one) => {
    const grade = own.grades.get(one.household) ?? one.grade;
    const card = one.card || (own.cards.get(one.household) ?? '');
    if (!isNameless(one)) return { ...one, grade, card };
    const { sounds: _, ...row } = one; // it is found by the words of its designation
    return { ...row, name: called({ name: '', mark: one.mark, card }), grade, card };
  });
}

/** The newest grade and card that this phone recorded of each family. */
function newest(rows: Row[]): { grades: Map<string, Grade>; cards: Map<string, string> } {
  const grades = new Map<string, Grade>();
  const cards = new Map<string, string>();
  for (const row of rows) {
    if (row.state === 'settled') continue;
    const assessed = detailsOf(row, 'damage.assess');
    if (assessed !== undefined && !grades.has(assessed.household)) grades.set(assessed.household, assessed.grade);
    const bound = detailsOf(row, 'card.bind');
    if (bound !== undefined && !cards.has(bound.household)) cards.set(bound.household, row.local.title);
  }
  return { grades, cards };
}

/** Whether something is still missing of a family. */
export const lacks = (one: Held, missing: Missing): boolean =>
  missing === 'grade' ? one.grade === null : one.card === '';

const LAST_DIGITS = 4; // of a phone number

/**
 * The families that a text finds: by the last digits of a phone number, by a card's code, or by words that each sound like
 * one of its names or its village; after them those where a name only begins like a word. The families' keys are of a version.
 */
export function search(
  all: readonly Held[],
  text: string,
  areas: readonly PackArea[],
  version: KeyVersion = 3,
): Held[] {
  const plain = asciiDigits(text).trim();
  if (/^\d+$/.test(plain) && plain.length === LAST_DIGITS) return all.filter((one) => one.phone4 === plain);
  const code = cardCode(plain);
  if (/\d/.test(plain)) return all.filter((one) => one.card !== '' && cardCode(one.card).startsWith(code));
  const words = sounds(text, version);
  if (words.length === 0) return [];
  const villages = new Map<string, string[]>(areas.map((area) => [area.area, placeSounds(area, version)]));
  const whole: Held[] = [];
  const begun: Held[] = []; // a word may still be being typed
  for (const one of all) {
    const heard = [...namesSound(one, version), ...(villages.get(one.area) ?? [])];
    if (words.every((word) => heard.includes(word))) whole.push(one);
    else if (words.every((word) => heard.some((sound) => sound.startsWith(word)))) begun.push(one);
  }
  return [...whole, ...begun];
}

const namesSound = (one: Held, version: KeyVersion): string[] =>
  one.sounds ?? sounds(`${one.name} ${one.also_called}`, version);

const placeSounds = (area: PackArea, version: KeyVersion): string[] =>
  sounds(`${area.name} ${area.name_bn} ${area.name_hi ?? ''}`, version);

/** The families of this phone that a text finds. */
export const searchHere = (text: string): Held[] =>
  search(held(), text, pack()?.areas ?? [], keyVersion(pack()?.manifest));

/** This phone's entries about a family, the newest first. */
export const entriesOf = (household: string): Row[] =>
  entries().filter(
    (row) =>
      detailsOf(row, 'household.register')?.id === household ||
      [
        detailsOf(row, 'damage.assess'),
        detailsOf(row, 'card.bind'),
        detailsOf(row, 'grievance.take'),
        detailsOf(row, 'household.amend'),
      ].some((said) => said?.household === household),
  );
