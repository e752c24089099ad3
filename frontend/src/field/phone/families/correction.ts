// Corrections of a family of this phone, also without a network: what the phone knows of it, what changes, and the entry.

import type { Payloads } from '../../../lib/api/types';
import type { HouseholdId } from '../../../lib/ids';
import { detailsOf } from '../outbox/entrydetails';
import { entries } from '../outbox/outbox.svelte';
import type { Pack } from '../pack/content';
import { pack } from '../pack/pack.svelte';
import { present } from '../storage/vault.svelte';
import { isNameless } from './called';
import { type Changes, ownChanges } from './corrected';

export type { Changes } from './corrected';

const COUNTS = ['women', 'men', 'girls', 'boys', 'infants', 'elderly'] as const;

export type Counts = Record<(typeof COUNTS)[number], number> & { unstated?: number };

/** The answers of a family. Undefined: this phone does not hold them, and a new answer is asked as a whole. */
export interface Answers {
  name: string;
  also_called: string;
  area: string;
  /** The last four digits alone: no pack has more. Empty without a phone. */
  phone4: string;
  phone_of: string | undefined;
  size: number;
  people: Counts | undefined;
  criteria: readonly string[] | undefined;
  house: string;
  landmark: string | undefined;
  mark: string;
}

/** What a worker said anew. */
export type Said = Omit<Changes, 'people'> & { people?: Counts };

/** The answers that this phone holds of a family; null where it holds none. */
export function known(id: HouseholdId): Answers | null {
  const registered = entries()
    .map((row) => detailsOf(row, 'household.register'))
    .find((one) => one?.id === id);
  const row = pack()?.families.find((one) => one.household === id);
  const first = registered ?? row;
  if (first === undefined) return null;
  const base: Answers = {
    name: ownName(registered, row),
    also_called: first.also_called,
    area: first.area,
    phone4: row?.phone4 ?? registered?.phone.slice(-4) ?? '',
    phone_of: registered?.phone_of,
    size: row?.size ?? total(registered?.people),
    people: registered?.people,
    criteria: registered?.criteria ?? undefined,
    house: row?.house ?? registered?.house ?? '',
    landmark: registered?.landmark,
    mark: row?.mark ?? registered?.mark ?? '',
  };
  const later =
    row === undefined ? base : { ...base, name: ownName(undefined, row), also_called: row.also_called, area: row.area };
  const own = ownChanges('all').get(id);
  return current(withChanges(later, own), row, ownChanges().get(id));
}

/** The name as it was given: a row of the pack has a designation where none was. */
function ownName(said: { name: string } | undefined, row: Pack['families'][number] | undefined): string {
  if (said !== undefined) return said.name;
  return row === undefined || isNameless(row) ? '' : row.name;
}

const total = (people: Partial<Counts> = {}): number => Object.values(people).reduce((sum, n) => sum + n, 0);

function withChanges(answers: Answers, own: Changes | undefined): Answers {
  if (own === undefined) return answers;
  const people = merged(answers.people, own.people);
  return {
    name: own.name ?? answers.name,
    also_called: own.also_called ?? answers.also_called,
    area: own.area ?? answers.area,
    phone4: own.phone?.slice(-4) ?? answers.phone4,
    phone_of: own.phone_of ?? answers.phone_of,
    size: people === undefined ? answers.size : total(people),
    people,
    criteria: own.criteria ?? answers.criteria,
    house: own.house ?? answers.house,
    landmark: own.landmark ?? answers.landmark,
    mark: own.mark ?? answers.mark,
  };
}

function merged(before: Counts | undefined, said: Changes['people']): Counts | undefined {
  const all: Partial<Counts> = { ...before };
  for (const who of [...COUNTS, 'unstated'] as const) {
    const n = said?.[who];
    if (n !== undefined && n !== null) all[who] = n;
  }
  return COUNTS.every((who) => all[who] !== undefined) ? (all as Counts) : undefined;
}

/** What the pack says counts over older entries of this phone; where its size differs, the counts are not known any more. */
function current(answers: Answers, row: Pack['families'][number] | undefined, ahead: Changes | undefined): Answers {
  if (row === undefined) return answers;
  const shown = withChanges(
    {
      ...answers,
      name: ownName(undefined, row),
      also_called: row.also_called,
      area: row.area,
      phone4: row.phone4,
      house: row.house,
      mark: row.mark,
    },
    ahead,
  );
  const whole = ahead?.people !== undefined && Object.keys(ahead.people ?? {}).length > 0;
  if (whole || shown.people === undefined || total(shown.people) === row.size) return shown;
  return { ...shown, people: undefined, size: row.size };
}

const text = (value: string): string => value.trim().normalize('NFC');

/** The changed counts. Once members are counted by sex and age, none is left of those whose were not said. */
function countsOf(before: Answers, said: Counts | undefined, changed: readonly (typeof COUNTS)[number][]) {
  const counts = Object.fromEntries(changed.map((who) => [who, said?.[who] ?? 0]));
  const unstated = before.people === undefined || (before.people.unstated ?? 0) > 0;
  return unstated ? { ...counts, unstated: 0 } : counts;
}

/** What new answers change: only that is sent, so that another worker's correction of another answer stays. */
export function changes(before: Answers, said: Said): Changes {
  const people = COUNTS.filter((who) => said.people !== undefined && said.people[who] !== before.people?.[who]);
  return {
    ...changedTexts(before, said),
    ...(said.phone == null || (said.phone === '' && before.phone4 === '') ? {} : { phone: said.phone }),
    ...placeOf(before, said),
    ...(said.house && said.house !== before.house ? { house: said.house } : {}),
    ...(said.mark != null && said.mark !== before.mark ? { mark: said.mark } : {}),
    ...(said.criteria && !same(said.criteria, before.criteria) ? { criteria: [...said.criteria] } : {}),
    ...(people.length === 0 ? {} : { people: countsOf(before, said.people, people) }),
  };
}

/** A place that is not listed is written under an area, which is named also where the family is known there already. */
function placeOf(before: Answers, said: Said): Changes {
  const written = text(said.written_place ?? '');
  if (said.area && written !== '') return { area: said.area, written_place: written };
  return said.area && said.area !== before.area ? { area: said.area } : {};
}

function changedTexts(before: Answers, said: Said): Changes {
  const all: Changes = {};
  for (const key of ['name', 'also_called', 'landmark', 'phone_of'] as const) {
    const value = said[key];
    if (typeof value === 'string' && text(value) !== before[key]) all[key] = text(value);
  }
  return all;
}

const same = (a: readonly string[], b: readonly string[] | undefined): boolean =>
  b !== undefined && a.length === b.length && a.every((one) => b.includes(one));

/** The payload of a correction: the version of the pack's row, or that of the registration on this phone. */
export function amendment(household: HouseholdId, said: Changes): Payloads['household.amend'] {
  const row = pack()?.families.find((one) => one.household === household);
  const epoch = row === undefined ? present().row.epoch : pack()?.manifest.epoch.number;
  return { household, base_version: row?.version ?? 1, base_epoch: epoch ?? 0, ...said };
}
