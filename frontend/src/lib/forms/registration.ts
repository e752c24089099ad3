// Validation and payload of a registration. Pure: no page, no network. Paths are those of the server's payload.

import type { Criterion, House, Mark, Payloads, People, PhoneOwner } from '../api/types';
import { phoneDigits } from '../digits';
import { type AreaKey, type HouseholdId, idFrom } from '../ids';
import type { Language } from '../language';
import { fits } from '../sealednote';

/** The payload of a draft without gaps: it has every answer. */
export type Registration = Required<Omit<Payloads['household.register'], 'people' | 'sealed_note' | 'written_place'>> &
  Pick<Payloads['household.register'], 'written_place'> & {
    people: People;
  };

/** The field of a payload with the name of a place that is not listed; none of a listed one. */
export function writtenPlace(name = ''): { written_place?: string } {
  const written = name.trim().normalize('NFC');
  return written === '' ? {} : { written_place: written };
}

/** The code of the private reason among the criteria on screen, and in drafts of earlier versions. */
export const PRIVATE_REASON = 'private_reason';

/** The payload without the private reason: all that the phone may show of a registration that is saved. */
export function shownAfterSaving<Said extends { private_reason?: number; criteria?: readonly string[] | null }>(
  said: Said,
): Omit<Said, 'private_reason'> {
  const { private_reason: _, ...shown } = said;
  const { criteria } = said;
  if (!Array.isArray(criteria)) return shown;
  return { ...shown, criteria: criteria.filter((one) => one !== PRIVATE_REASON) };
}

export const STEPS = ['consent', 'place', 'name', 'phone', 'people', 'criteria', 'house', 'mark', 'check'] as const;
export type Step = (typeof STEPS)[number] | 'number';

/** The steps for a family that refuses its details: where, how many eat together, and a picture. */
const WITHOUT_DETAILS: readonly Step[] = ['place', 'number', 'mark', 'check'];

/** The steps of a draft, in their order. */
export const stepsOf = (draft: Draft): readonly Step[] => (draft.withoutDetails ? WITHOUT_DETAILS : STEPS);

/** How the text before consent was said. */
export type ConsentHow = Registration['consent']['how'];

export interface Draft {
  id: HouseholdId;
  consent: boolean;
  /** Drafts of an earlier version have none: it was read. */
  how?: ConsentHow;
  /** The family refused to have its details recorded: it gets a card without them. */
  withoutDetails?: boolean;
  language: Language;
  area: AreaKey | '';
  areaName: string;
  /** The name of a place that is not listed, written under the area. */
  written: string;
  landmark: string;
  name: string;
  alsoCalled: string;
  hasPhone: 'yes' | 'no' | '';
  phone: string;
  phoneOf: PhoneOwner | null;
  people: People;
  criteria: Criterion[];
  /** The family has priority for a private reason. Once saved, the phone shows this nowhere. */
  privateReason: boolean;
  /** The private reason, for the protection officer alone; it leaves the phone encrypted or not at all. */
  privateNote: string;
  house: House | null;
  /** The picture that the family chose; '' for none. Drafts of an earlier version have none. */
  mark?: Mark;
  /** The doubts that the worker confirmed. Drafts of an earlier version have none. */
  confirmed?: string[];
  /** The worker's decision on each possible duplicate. */
  judged: Record<string, 'different' | 'unsure'>;
}

export interface Gap {
  /** Id of the field that the message links to. */
  id: string;
  /** Key of the message. */
  key: string;
}

export function emptyDraft(id: HouseholdId): Draft {
  const people = { women: 0, men: 0, girls: 0, boys: 0, infants: 0, elderly: 0 };
  return {
    id,
    consent: false,
    language: 'bn',
    area: '',
    areaName: '',
    written: '',
    landmark: '',
    name: '',
    alsoCalled: '',
    hasPhone: '',
    phone: '',
    phoneOf: null,
    people,
    criteria: [],
    privateReason: false,
    privateNote: '',
    house: null,
    judged: {},
  };
}

export function size(people: People): number {
  return Object.values(people).reduce((sum, count) => sum + count, 0);
}

/** Errors of one step; empty when it is complete. */
export function gaps(step: Step, draft: Draft): Gap[] {
  switch (step) {
    case 'consent':
      return draft.consent ? [] : [{ id: 'consent-yes', key: 'fault.consent_missing' }];
    case 'place':
      return draft.area === '' ? [{ id: 'place-search', key: 'register.place.missing' }] : [];
    case 'number':
      return size(draft.people) === 0 ? [{ id: 'people-unstated', key: 'register.people.missing' }] : [];
    case 'phone':
      return phoneGaps(draft);
    case 'people':
      return size(draft.people) === 0 ? [{ id: 'people-women', key: 'register.people.missing' }] : [];
    case 'criteria':
      return fits(draft.privateNote) ? [] : [{ id: 'private-note', key: 'fault.note_too_long' }];
    case 'name':
    case 'house':
    case 'mark':
      return []; // may be left out
    case 'check':
      return stepsOf(draft)
        .filter((one) => one !== 'check')
        .flatMap((one) => gaps(one, draft));
  }
}

/** A phone may be left out, its number, and whose it is; a number that was typed has ten digits. */
const phoneGaps = ({ hasPhone, phone }: Draft): Gap[] =>
  hasPhone === 'yes' && phone.trim() !== '' && phoneDigits(phone) === null
    ? [{ id: 'phone', key: 'fault.phone_malformed' }]
    : [];

/** Whether a step has no answer: going on leaves it out. */
export function leftOut(step: Step, draft: Draft): boolean {
  switch (step) {
    case 'name':
      return [draft.name, draft.alsoCalled, draft.landmark].every((text) => text.trim() === '');
    case 'phone':
      return draft.hasPhone === '' || (draft.hasPhone === 'yes' && draft.phone.trim() === '');
    case 'house':
      return draft.house === null;
    default:
      return false;
  }
}

/** Answers that contradict each other at first sight: a question to the worker, never an error. */
export interface Doubt {
  key: 'register.doubt.no_infant' | 'register.doubt.not_alone';
  n: number;
}

/** The doubts about the numbers of a draft that were not confirmed with these numbers. */
export function doubts({ people, criteria, confirmed = [] }: Draft): Doubt[] {
  const all: Doubt[] = [];
  if (criteria.includes('infant') && people.infants === 0) all.push({ key: 'register.doubt.no_infant', n: 0 });
  if (criteria.includes('elderly_alone') && size(people) > 1)
    all.push({ key: 'register.doubt.not_alone', n: size(people) });
  return all.filter((doubt) => !confirmed.includes(doubtId(doubt)));
}

export const doubtId = ({ key, n }: Doubt): string => `${key} ${n}`;

/** The step of the wizard with a field of the payload, such as /people/women. */
export function stepOf(path: string, { withoutDetails = false }: Partial<Draft> = {}): Step {
  const field = path.split('/')[1] ?? '';
  const steps: Record<string, Step> = {
    area: 'place',
    written_place: 'place',
    landmark: 'name',
    name: 'name',
    also_called: 'name',
    phone: 'phone',
    phone_of: 'phone',
    people: withoutDetails ? 'number' : 'people',
    criteria: 'criteria',
    private_reason: 'criteria',
    sealed_note: 'criteria',
    house: 'house',
    mark: 'mark',
    consent: 'consent',
  };
  return steps[field] ?? 'check';
}

/** The phone number as it is sent; empty without a phone. */
export const phoneOf = (draft: Draft): string => (draft.hasPhone === 'yes' ? (phoneDigits(draft.phone) ?? '') : '');

/** The payload of household.register, of a draft without gaps. */
export function payload(draft: Draft): Registration {
  const { area, consent } = draft;
  if (area === '' || !consent) throw new Error('the draft has gaps');
  if (draft.withoutDetails) return anonymous(draft, area);
  return {
    id: draft.id,
    area,
    name: draft.name.trim().normalize('NFC'),
    also_called: draft.alsoCalled.trim().normalize('NFC'),
    phone: phoneOf(draft),
    phone_of: phoneOf(draft) === '' ? '' : (draft.phoneOf ?? ''),
    people: { ...draft.people },
    criteria: [...draft.criteria],
    house: draft.house ?? '',
    landmark: draft.landmark.trim().normalize('NFC'),
    consent: { given: consent, how: draft.how ?? 'read_by_me', language: draft.language },
    not_same_as: Object.keys(draft.judged)
      .filter((id) => draft.judged[id] === 'different')
      .map(idFrom<HouseholdId>),
    mark: draft.mark ?? '',
    // A number: both values have one length, so that the size of the sealed entry discloses nothing.
    private_reason: draft.privateReason ? 1 : 0,
    ...writtenPlace(draft.written),
  };
}

/** The payload of a family without details: nothing but place, number and mark, whatever else the draft contains. */
function anonymous(draft: Draft, area: AreaKey): Registration {
  const plain = emptyDraft(draft.id);
  return {
    id: draft.id,
    area,
    name: '',
    also_called: '',
    phone: '',
    phone_of: '',
    people: { ...plain.people, unstated: draft.people.unstated ?? 0 },
    criteria: [],
    house: '',
    landmark: '',
    consent: { given: true, how: draft.how ?? 'read_by_me', language: draft.language, details: 'refused' },
    not_same_as: [],
    mark: draft.mark ?? '',
    private_reason: 0,
    ...writtenPlace(draft.written),
  };
}

/** A draft of an earlier version: the private reason was one of the criteria, and no place was written. */
export function upgraded(draft: Draft): Draft {
  const criteria: string[] = draft.criteria;
  const visible = draft.criteria.filter((one: string) => one !== PRIVATE_REASON);
  return {
    ...draft,
    written: draft.written ?? '',
    criteria: visible,
    privateReason: draft.privateReason === true || criteria.includes(PRIVATE_REASON),
  };
}
