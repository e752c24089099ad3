import { expect, it } from 'vitest';
import type { AreaKey, HouseholdId } from '../ids';
import {
  type Draft,
  doubtId,
  doubts,
  emptyDraft,
  gaps,
  leftOut,
  payload,
  STEPS,
  shownAfterSaving,
  size,
  stepOf,
  stepsOf,
  upgraded,
} from './registration';

const ID = '0190a0a0-0000-7000-8000-000000000001' as HouseholdId;

function whole(changes: Partial<Draft> = {}): Draft {
  const people = { women: 2, men: 1, girls: 0, boys: 1, infants: 1, elderly: 0 };
  const answers = {
    consent: true,
    area: 'village:1' as AreaKey,
    name: ' Sita ',
    hasPhone: 'no',
    people,
    house: 'kutcha',
  } as const;
  return { ...emptyDraft(ID), ...answers, ...changes };
}

it('asks for each thing that is missing, and only for that', () => {
  expect(gaps('check', emptyDraft(ID)).map((gap) => gap.id)).toEqual(['consent-yes', 'place-search', 'people-women']);
  for (const step of STEPS) expect(gaps(step, whole()), step).toEqual([]);
});

it('asks a typed phone number for ten digits; whose it is may be left out', () => {
  expect(gaps('phone', whole({ hasPhone: 'yes', phone: '12' }))[0]?.id).toBe('phone');
  expect(gaps('phone', whole({ hasPhone: 'yes', phone: '৯৮৭৬৫ ৪৩২১০' }))).toEqual([]);
  expect(gaps('phone', whole({ hasPhone: 'yes' }))).toEqual([]);
  expect(gaps('phone', whole({ hasPhone: 'yes', phone: '9876543210', phoneOf: 'family' }))).toEqual([]);
});

it('sends ASCII digits, and no phone when there is none', () => {
  expect(payload(whole({ hasPhone: 'yes', phone: '৯৮৭৬৫৪৩২১০', phoneOf: 'self' }))).toMatchObject({
    phone: '9876543210',
    phone_of: 'self',
  });
  expect(payload(whole({ hasPhone: 'no', phone: '9876543210', phoneOf: 'self' }))).toMatchObject({
    phone: '',
    phone_of: '',
  });
});

it('names as others only the families judged different, not the unsure ones', () => {
  expect(payload(whole({ judged: { a: 'different', b: 'unsure' } }))['not_same_as']).toEqual(['a']);
});

it('gives the same bytes for the same answers, so that a second try is the same entry', () => {
  expect(JSON.stringify(payload(whole()))).toBe(JSON.stringify(payload(whole())));
});

it('says which answers are left out, and sends them empty', () => {
  const bare = { ...emptyDraft(ID), consent: true, area: 'village:1' as AreaKey, people: whole().people };
  expect(gaps('check', bare)).toEqual([]);
  expect(STEPS.filter((step) => leftOut(step, bare))).toEqual(['name', 'phone', 'house']);
  expect(STEPS.filter((step) => leftOut(step, whole()))).toEqual([]);
  expect(payload(bare)).toMatchObject({ name: '', phone: '', phone_of: '', house: '', mark: '', criteria: [] });
  expect(payload(bare).consent).not.toHaveProperty('details');
});

it('a family that refuses its details is asked three things, and nothing else of the draft leaves the phone', () => {
  const draft: Draft = {
    ...whole({ hasPhone: 'yes', phone: '9876543210', phoneOf: 'self', criteria: ['widow'], landmark: 'pond' }),
    withoutDetails: true,
    privateReason: true,
    mark: 'fish',
  };
  expect(stepsOf(draft)).toEqual(['place', 'number', 'mark', 'check']);
  expect(gaps('number', { ...draft, people: emptyDraft(ID).people })[0]?.id).toBe('people-unstated');
  draft.people = { ...emptyDraft(ID).people, unstated: 5 };
  expect(gaps('check', draft)).toEqual([]);
  const said = payload(draft);
  expect(said.consent).toMatchObject({ given: true, details: 'refused' });
  expect(said).toMatchObject({ area: 'village:1', mark: 'fish', people: { unstated: 5 }, private_reason: 0 });
  for (const text of ['Sita', '9876543210', 'widow', 'pond', 'kutcha'])
    expect(JSON.stringify(said)).not.toContain(text);
  expect(JSON.stringify(payload({ ...draft, withoutDetails: false }))).toContain('Sita'); // the control
  expect(stepOf('/people', draft)).toBe('number');
});

it('counts each person once', () => {
  expect(size(whole().people)).toBe(5);
});

it('finds the question that a refused field belongs to', () => {
  expect(stepOf('/people/women')).toBe('people');
  expect(stepOf('/also_called')).toBe('name');
  expect(stepOf('/landmark')).toBe('name'); // the landmark is asked beside the name
  expect(stepOf('')).toBe('check');
});

it('sends the private reason beside the criteria, in an entry of the same size', () => {
  const [with_, without] = [payload(whole({ privateReason: true })), payload(whole())];
  expect([with_['private_reason'], without['private_reason'], with_['criteria']]).toEqual([1, 0, []]);
  expect(JSON.stringify(with_).length).toBe(JSON.stringify(without).length);
});

it('keeps nothing of the private reason for the screen once it is saved', () => {
  const with_ = payload(whole({ privateReason: true, criteria: ['widow'] }));
  expect(shownAfterSaving(with_)).toEqual(shownAfterSaving(payload(whole({ criteria: ['widow'] }))));
  expect(shownAfterSaving({ id: ID, criteria: ['widow', 'private_reason'] })).toEqual({ id: ID, criteria: ['widow'] });
});

it('goes on with a draft of an earlier version', () => {
  const { privateReason: _, ...before } = whole();
  const earlier = { ...before, criteria: ['infant', 'private_reason'] } as unknown as Draft;
  expect(upgraded(earlier)).toMatchObject({ criteria: ['infant'], privateReason: true });
  expect(upgraded({ ...before } as Draft)).toMatchObject({ criteria: [], privateReason: false });
  expect(upgraded(whole({ privateReason: true }))).toMatchObject({ privateReason: true });
});

it('sends the picture that the family chose; drafts of before, and families without one, send none', () => {
  expect(payload(whole({ mark: 'goat' }))['mark']).toBe('goat');
  expect(payload(whole({ mark: '' }))['mark']).toBe('');
  expect(payload(whole())['mark']).toBe('');
});

it('a written place travels with the registration, and an empty one is no field', () => {
  expect(payload(whole({ area: 'block:1' as AreaKey, written: '  নতুন পাড়া ' }))).toMatchObject({
    area: 'block:1',
    written_place: 'নতুন পাড়া',
  });
  expect(payload(whole())).not.toHaveProperty('written_place');
  expect(stepOf('/written_place')).toBe('place');
  const { written: _, ...earlier } = whole();
  expect(upgraded(earlier as Draft).written).toBe('');
});

it('asks about answers that seem to contradict each other, and refuses neither', () => {
  const people = { women: 1, men: 0, girls: 0, boys: 0, infants: 0, elderly: 1 };
  const odd = whole({ people, criteria: ['infant', 'elderly_alone'] });
  expect(doubts(odd)).toEqual([
    { key: 'register.doubt.no_infant', n: 0 },
    { key: 'register.doubt.not_alone', n: 2 },
  ]);
  expect(gaps('check', odd)).toEqual([]);
  const confirmed = doubts(odd).map(doubtId);
  expect(doubts({ ...odd, confirmed })).toEqual([]);
  expect(doubts({ ...odd, confirmed, people: { ...people, men: 3 } }).map(({ n }) => n)).toEqual([5]); // asked again
  expect(doubts(whole({ criteria: ['infant'] }))).toEqual([]);
  expect(doubts(whole({ people: { ...people, women: 0 }, criteria: ['elderly_alone'] }))).toEqual([]);
});
