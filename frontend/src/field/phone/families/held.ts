// The families that this phone holds: those of its pack, and those registered on it, with its own grades and cards. Their
// search answers without a network, by sound in three scripts. A list of entitlements has no names and is not searched here.

import { asciiDigits, cardCode } from '../../../lib/digits';
import type { AssessmentId } from '../../../lib/ids';
import type { Grade } from '../../types';
import { householdOf, type Row } from '../outbox/entrydetails';
import { entries } from '../outbox/outbox.svelte';
import { type Family, type PackArea, pack } from '../pack/pack.svelte';
import { called, isNameless } from './called';
import { corrected, ownChanges } from './corrected';
import { type Known, registeredHere } from './families';
import { newestOwn, type Own, type Visit } from './own';
import { type KeyVersion, keyVersion, sounds } from './sound';

/** A family of this phone. */
export interface Held extends Known {
  grade: Grade | null;
  /** The grade of a list or of the office, while nobody has graded the house; null: none. */
  reported: Grade | null;
  /** The code of its card; empty without one. */
  card: string;
  /** Registered on this phone. */
  mine: boolean;
  /** Another person has graded the same house. */
  verified: boolean;
  /** Its newest assessment while it waits for the grade of another person who may be this worker; empty: it does not. */
  second: AssessmentId | '';
  /** It is known and not reached yet. Why it is to be visited is on no phone. */
  toVisit: boolean;
  /** The result of this worker's last visit, if it reached nobody since. */
  visit: Visit | null;
}

/** What is still missing of a family. */
export const MISSING = ['visit', 'grade', 'second', 'card'] as const;
export type Missing = (typeof MISSING)[number];

/** All families of this phone: those registered on it first, the newest first. */
export function held(): Held[] {
  const own = newestOwn(entries(), pack()?.takenAt ?? '');
  const changes = ownChanges();
  const carried = (pack()?.families ?? []).map((one) => corrected(one, changes.get(one.household)));
  const here = registeredHere();
  const mine = new Set(here.map((one) => one.household));
  const known = new Set(carried.map((one) => one.household));
  const fresh = here.filter((one) => !known.has(one.household)).map((one) => ({ ...one, grade: null, card: '' }));
  const all = [...fresh, ...carried].map((one) => ({ ...one, mine: mine.has(one.household) }));
  return [...all.filter((one) => one.mine), ...all.filter((one) => !one.mine)].map((one) => withOwn(one, own));
}

/** A family of this phone by id. */
export const heldHere = (household: string): Held | undefined => held().find((one) => one.household === household);

type Carried = Known &
  Pick<Held, 'grade' | 'card' | 'mine'> &
  Partial<Pick<Family, 'verified' | 'second' | 'to_visit' | 'reported'>>;

/** A family with what this phone recorded of it. One without a name is found by the words of its designation. */
function withOwn(row: Carried, own: Own): Held {
  const told = own.stopped.has(cardCode(row.card)) ? '' : row.card;
  const card = told || (own.cards.get(row.household) ?? '');
  if (!isNameless(row)) return withContact(row, card, own);
  const { sounds: _, ...rest } = row;
  return withContact({ ...rest, name: called({ name: '', mark: row.mark, card }) }, card, own);
}

function withContact({ to_visit = false, ...one }: Carried, card: string, own: Own): Held {
  const graded = own.grades.get(one.household);
  const verified = own.verified.has(one.household);
  const contact = own.contacts.get(one.household);
  const visit = contact?.visit ?? null;
  // What the office told after it had this phone's last entry is newer than that.
  const toVisit = contact === undefined || contact.told ? to_visit : visit !== null && comesBack(visit);
  return {
    ...one,
    grade: graded ?? one.grade,
    reported: (graded ?? one.grade) === null ? (one.reported ?? null) : null,
    card,
    verified: one.verified ?? false,
    // A grade of this phone that is in no pack yet is newer than the assessment of the pack, and waits for somebody else.
    second: verified || own.untold.has(one.household) ? '' : (one.second ?? ''),
    toVisit,
    visit: visit !== null && (toVisit || !comesBack(visit)) ? visit : null,
  };
}

const comesBack = ({ result }: Visit): boolean => result === 'come_back' || result === 'flooded';

/** Whether something is still missing of a family. Of one that moved away or refused nothing is to be done. */
export function lacks(one: Held, missing: Missing): boolean {
  if (missing === 'visit') return one.toVisit;
  if (one.visit !== null && !one.toVisit) return false;
  if (missing === 'grade') return one.grade === null;
  return missing === 'second' ? one.second !== '' : one.card === '';
}

/** Families without a grade, those first of which a severe grade was reported; others stay in their order. */
export const worstReportedFirst = (all: readonly Held[]): Held[] =>
  [...all].sort((one, other) => (other.reported ?? -1) - (one.reported ?? -1));

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
export const entriesOf = (household: string): Row[] => entries().filter((row) => householdOf(row) === household);
