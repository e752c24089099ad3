// A family that turned out to be registered already: its answers of now, beside what is known, become a correction. Nothing
// that was said is dropped without a word. Pure: no page, no network.

import type { Payloads, People } from '../../lib/api/types';
import { type Draft, phoneOf, size } from '../../lib/forms/registration';
import type { AreaKey, HouseholdId } from '../../lib/ids';
import { nameSound } from '../phone/families/sound';

export type Amendment = Payloads['household.amend'];

/** The fields of a registration that a correction can change. */
export const FIELDS = [
  'name',
  'also_called',
  'area',
  'landmark',
  'phone',
  'people',
  'criteria',
  'house',
  'mark',
] as const satisfies readonly (keyof Amendment)[];
export type Field = (typeof FIELDS)[number];

/** What is known of the registered family. A field that this phone does not hold is undefined. */
export interface KnownFamily {
  household: HouseholdId;
  name: string;
  also_called?: string;
  area?: string;
  landmark?: string;
  /** The whole number, or its last four digits. */
  phone?: string;
  people?: People;
  size?: number;
  criteria?: readonly string[];
  house?: string;
  mark?: string;
  version?: number;
}

const LAST_DIGITS = 4;

/** A field that was said now. */
export interface Said {
  field: Field;
  /** It is what is known already. */
  same: boolean;
  /** It corrects the record unless the worker unticks it. Another spelling of the known name does not. */
  ticked: boolean;
}

/** The fields that were said now. */
export function saidNow(draft: Draft, known: KnownFamily): Said[] {
  const respelt = nameSound(draft.name) === nameSound(known.name);
  return FIELDS.filter((field) => said[field](draft)).map((field) => {
    const same = equal[field](draft, known);
    return { field, same, ticked: !same && !(field === 'name' && respelt) };
  });
}

const plain = (text = ''): string => text.trim().normalize('NFC');

const said: Record<Field, (draft: Draft) => boolean> = {
  name: ({ name }) => plain(name) !== '',
  also_called: ({ alsoCalled }) => plain(alsoCalled) !== '',
  area: ({ area }) => area !== '',
  landmark: ({ landmark }) => plain(landmark) !== '',
  phone: (draft) => phoneOf(draft) !== '',
  people: ({ people }) => size(people) > 0,
  criteria: ({ criteria }) => criteria.length > 0,
  house: ({ house }) => house !== null,
  mark: ({ mark }) => (mark ?? '') !== '',
};

const sameSet = (now: readonly string[], known: readonly string[]): boolean =>
  now.length === known.length && now.every((one) => known.includes(one));

const equal: Record<Field, (draft: Draft, known: KnownFamily) => boolean> = {
  name: (draft, known) => plain(draft.name) === plain(known.name),
  also_called: (draft, known) => plain(draft.alsoCalled) === plain(known.also_called),
  area: (draft, known) => draft.area === known.area && plain(draft.written) === '',
  landmark: (draft, known) => plain(draft.landmark) === plain(known.landmark),
  phone: (draft, known) => samePhone(phoneOf(draft), known.phone ?? ''),
  people: ({ people }, known) => known.people !== undefined && samePeople(people, known.people),
  criteria: ({ criteria }, known) => known.criteria !== undefined && sameSet(criteria, known.criteria),
  house: ({ house }, known) => house === known.house,
  mark: ({ mark }, known) => mark === known.mark,
};

/** Of most families the phone holds the last four digits only. */
const samePhone = (now: string, known: string): boolean =>
  known.length === LAST_DIGITS ? now.endsWith(known) : now === known;

const samePeople = (now: People, known: People): boolean =>
  Object.entries(now).every(([who, count]) => known[who as keyof People] === count);

/** The correction of the chosen fields. A version that this phone does not know counts as the first. */
export function amendment(draft: Draft, known: KnownFamily, epoch: number, chosen: readonly Field[]): Amendment {
  const all: Required<Pick<Amendment, Field>> & Pick<Amendment, 'phone_of'> = {
    name: plain(draft.name),
    also_called: plain(draft.alsoCalled),
    area: draft.area as AreaKey,
    landmark: plain(draft.landmark),
    phone: phoneOf(draft),
    people: { ...draft.people },
    criteria: [...draft.criteria],
    house: draft.house ?? '',
    mark: draft.mark ?? '',
  };
  const changed = Object.fromEntries(chosen.map((field) => [field, all[field]])) as Partial<typeof all>;
  const owner = chosen.includes('phone') ? { phone_of: draft.phoneOf ?? '' } : {};
  return { household: known.household, base_version: known.version ?? 1, base_epoch: epoch, ...changed, ...owner };
}
