// What is typed of a paper form, with the signs that are printed beside its boxes: digits and letters become the answers of
// the payload. Pure: no page, no network.

import type { Criterion, House, Mark, Payloads, PhoneOwner } from '../../lib/api/types';
import { asciiDigits, cardCode, phoneDigits, wholeNumber } from '../../lib/digits';
import { COUNTED, CRITERIA, HOUSES, MARK_NAMES, PHONE_OWNERS } from '../../lib/family';
import { momentIn } from '../../lib/formats';
import type { AccountId, AreaKey, AssessmentId, HouseholdId } from '../../lib/ids';
import type { Language } from '../../lib/language';

export type FormPayload = Payloads['paper.enter'];

/** One form as typed. Place, worker, date and time stay for the next form. */
export interface Typed {
  number: string;
  consent: string;
  area: AreaKey | '';
  areaText: string;
  name: string;
  landmark: string;
  also: string;
  phone: string;
  owner: string;
  people: Record<(typeof COUNTED)[number], string>;
  criteria: string;
  house: string;
  mark: string;
  grade: string;
  card: string;
  date: string;
  time: string;
  worker: AccountId | '';
  workerText: string;
}

const nobody = (): Typed['people'] => ({
  women: '',
  men: '',
  girls: '',
  boys: '',
  infants: '',
  elderly: '',
  unstated: '',
});

export const blank = (): Typed => ({
  number: '',
  consent: '1',
  area: '',
  areaText: '',
  name: '',
  landmark: '',
  also: '',
  phone: '',
  owner: '',
  people: nobody(),
  criteria: '',
  house: '',
  mark: '',
  grade: '',
  card: '',
  date: '',
  time: '',
  worker: '',
  workerText: '',
});

/** The next form of the stack: place, worker, date and time are as on the one before. */
export const following = ({ area, areaText, date, time, worker, workerText }: Typed): Typed => ({
  ...blank(),
  area,
  areaText,
  date,
  time,
  worker,
  workerText,
});

/** A fault of a field: its id after the prefix, and the key of its message. */
export interface Gap {
  id: string;
  key: string;
}

/** The letters beside the criteria, in their order. */
export const LETTERS = 'abcdefghijk';

const pick = <T>(all: readonly T[], text: string): T | undefined => all[(wholeNumber(text) ?? 0) - 1];

export const houseOf = (text: string): House | undefined => pick(HOUSES, text);
export const markTyped = (text: string): Mark | undefined => pick(MARK_NAMES, text);
export const ownerOf = (text: string): PhoneOwner | undefined => pick(PHONE_OWNERS, text);

/** The criteria of some letters; null when a letter stands for none. */
export function criteriaOf(text: string): Criterion[] | null {
  const letters = [...text.toLowerCase().replace(/[\s,]/g, '')];
  if (letters.some((letter) => !LETTERS.includes(letter))) return null;
  return CRITERIA.filter((_, n) => letters.includes(LETTERS[n] ?? ''));
}

export function gradeOf(text: string): number | null {
  const grade = wholeNumber(text);
  return grade !== null && grade <= 4 ? grade : null;
}

const number = (text: string): number | null => (text.trim() === '' ? 0 : wholeNumber(text));

/** The day and time on the paper, as a moment; null when they are not one. The year may be left out, or have two digits. */
export function momentOf(date: string, time: string, today: Date): Date | null {
  const [day, month, year] = partsOf(date, [2, 2, 4]);
  const [hour, minute = 0] = partsOf(time, [2, 2]);
  if (day === undefined || month === undefined || hour === undefined) return null;
  const full = year === undefined ? today.getFullYear() : year < 100 ? 2000 + year : year;
  const real = new Date(Date.UTC(full, month - 1, day, hour, minute));
  const same = real.getUTCMonth() === month - 1 && real.getUTCDate() === day && real.getUTCHours() === hour;
  return same && minute < 60 ? momentIn(full, month, day, hour, minute) : null;
}

/** The numbers of a text: separated by signs, or by their widths. */
function partsOf(text: string, widths: number[]): number[] {
  const plain = asciiDigits(text).trim();
  if (/\D/.test(plain)) return plain.split(/\D+/).filter(Boolean).map(Number);
  const parts: number[] = [];
  let rest = plain;
  for (const width of widths) {
    if (rest !== '') parts.push(Number(rest.slice(0, width)));
    rest = rest.slice(width);
  }
  return parts;
}

/** Each rule names the field that breaks it, in the order of the paper. */
const RULES: readonly [id: string, key: string, broken: (typed: Typed, today: Date) => boolean][] = [
  ['number', 'forms.number_missing', ({ number }) => number.trim() === ''],
  ['consent', 'forms.consent_missing', ({ consent }) => !/^[123]$/.test(asciiDigits(consent.trim()))],
  ['area', 'forms.area_missing', ({ area }) => area === ''],
  ['phone', 'fault.phone_malformed', ({ phone }) => phone.trim() !== '' && phoneDigits(phone) === null],
  ['phone_of', 'forms.choice_wrong', ({ owner }) => owner.trim() !== '' && ownerOf(owner) === undefined],
  ['people-women', 'forms.people_missing', ({ people }) => sum(people) === 0],
  ['criteria', 'forms.choice_wrong', ({ criteria }) => criteriaOf(criteria) === null],
  ['house', 'forms.choice_wrong', ({ house }) => house.trim() !== '' && houseOf(house) === undefined],
  ['house', 'forms.house_missing', ({ house, grade }) => grade.trim() !== '' && house.trim() === ''],
  ['mark', 'forms.choice_wrong', ({ mark }) => mark.trim() !== '' && markTyped(mark) === undefined],
  ['grade', 'forms.choice_wrong', ({ grade }) => grade.trim() !== '' && gradeOf(grade) === null],
  ['filled_at', 'forms.date_missing', ({ date, time }, today) => momentOf(date, time, today) === null],
  ['worker', 'forms.worker_missing', ({ worker }) => worker === ''],
];

const sum = (people: Typed['people']): number => COUNTED.reduce((all, who) => all + (number(people[who]) ?? 0), 0);

const refuses = ({ consent }: Typed): boolean => asciiDigits(consent.trim()) === '3';

/** The family said no: its form is cancelled, and nothing else of it is typed. */
export const refused = refuses;

/** What is wrong with a form, in the order of the paper; empty when it can be sent. */
export function gaps(typed: Typed, today: Date): Gap[] {
  const asked = refuses(typed) ? RULES.slice(0, 2) : RULES;
  const found = asked.filter(([, , broken]) => broken(typed, today)).map(([id, key]) => ({ id, key }));
  const counts = COUNTED.filter((who) => number(typed.people[who]) === null);
  return refuses(typed)
    ? found
    : [...found, ...counts.map((who) => ({ id: `people-${who}`, key: 'forms.count_wrong' }))];
}

export interface Made {
  household: HouseholdId;
  assessment: AssessmentId;
  language: Language;
  today: Date;
  /** The registered family that this one is. */
  known: boolean;
  different: HouseholdId[];
}

/** The payload of a form without gaps. */
export function payload(typed: Typed, made: Made): FormPayload {
  const filled = momentOf(typed.date, typed.time, made.today);
  if (typed.area === '' || typed.worker === '' || filled === null) throw new Error('the form has gaps');
  const grade = gradeOf(typed.grade);
  const phone = phoneDigits(typed.phone) ?? '';
  const people = Object.fromEntries(COUNTED.map((who) => [who, number(typed.people[who]) ?? 0]));
  return {
    id: made.household,
    number: typed.number.trim(),
    worker: typed.worker,
    filled_at: filled.toISOString(),
    consent: {
      given: true,
      how: 'read_by_me',
      language: made.language,
      details: asciiDigits(typed.consent.trim()) === '2' ? 'refused' : 'given',
    },
    area: typed.area,
    name: typed.name.trim().normalize('NFC'),
    landmark: typed.landmark.trim().normalize('NFC'),
    also_called: typed.also.trim().normalize('NFC'),
    phone,
    phone_of: phone === '' ? '' : (ownerOf(typed.owner) ?? ''),
    people: people as FormPayload['people'],
    criteria: criteriaOf(typed.criteria) ?? [],
    house: houseOf(typed.house) ?? '',
    mark: markTyped(typed.mark) ?? '',
    not_same_as: made.different,
    ...(made.known ? { known: true } : {}),
    ...(grade === null || typed.grade.trim() === ''
      ? {}
      : { assessment: made.assessment, grade: grade as NonNullable<FormPayload['grade']> }),
    ...(typed.card.trim() === '' ? {} : { card: scanned(typed.card) }),
  };
}

/** A typed code in its normal form; the longer text of a scanned code stays as it is. */
function scanned(text: string): string {
  const code = cardCode(text.trim());
  return code.length <= 11 ? code : text.trim();
}

/** The first of some names that begin with a text, or contain it; in any case of letters. */
export function firstNamed<T extends { name: string }>(all: readonly T[], text: string): T | undefined {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return undefined;
  const words = (one: T) => one.name.toLowerCase();
  return (
    all.find((one) => words(one).startsWith(wanted)) ??
    all.find((one) =>
      words(one)
        .split(/\s+/)
        .some((word) => word.startsWith(wanted)),
    )
  );
}
