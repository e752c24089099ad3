import { expect, it } from 'vitest';
import { type Draft, emptyDraft } from '../../lib/forms/registration';
import type { AreaKey, HouseholdId } from '../../lib/ids';
import { amendment, FIELDS, type KnownFamily, saidNow } from './same';

const KNOWN: KnownFamily = {
  household: 'known' as HouseholdId,
  name: 'Rahima Bibi',
  also_called: '',
  area: 'v1',
  phone: '3210',
  size: 4,
  house: 'kutcha',
  mark: '',
  version: 3,
};

const said = (changes: Partial<Draft> = {}): Draft => ({
  ...emptyDraft('new' as HouseholdId),
  name: ' Rahima Bibi ',
  area: 'v1' as AreaKey,
  ...changes,
});

const ALL: Partial<Draft> = {
  name: 'Rohima Bibi',
  alsoCalled: 'Putul',
  area: 'v2' as AreaKey,
  landmark: 'By the pond',
  hasPhone: 'yes',
  phone: '98310 47265',
  phoneOf: 'self',
  people: { women: 1, men: 1, girls: 0, boys: 2, infants: 0, elderly: 0 },
  criteria: ['widow'],
  house: 'hut',
  mark: 'fish',
};

const news = (draft: Draft, known = KNOWN) =>
  saidNow(draft, known)
    .filter(({ same }) => !same)
    .map(({ field }) => field);

it('offers every answer that differs from what is known, and none that was not given', () => {
  expect(news(said(ALL))).toEqual([...FIELDS]);
  expect(news(said())).toEqual([]);
  expect(saidNow(said(), KNOWN).map(({ field }) => field)).toEqual(['name', 'area']); // shown as unchanged
  expect(news(said({ landmark: 'By the pond' }))).toEqual(['landmark']);
});

it('proposes each of them, but not another spelling of the known name', () => {
  const proposed = (draft: Draft) =>
    saidNow(draft, KNOWN)
      .filter(({ ticked }) => ticked)
      .map(({ field }) => field);
  expect(proposed(said(ALL))).toEqual(FIELDS.filter((field) => field !== 'name'));
  expect(proposed(said({ name: 'রহিমা বিবি' }))).toEqual([]);
  expect(proposed(said({ name: 'Kalpana Das' }))).toEqual(['name']);
});

it('takes a number with the known last digits for the known one, and counts of unknown people for new', () => {
  expect(news(said({ hasPhone: 'yes', phone: '9876543210', phoneOf: 'self' }))).toEqual([]);
  const { people } = said(ALL);
  expect(news(said({ people }))).toEqual(['people']); // the phone has the sum only
  expect(news(said({ people }), { ...KNOWN, people: { ...people } })).toEqual([]);
  expect(news(said({ criteria: ['widow', 'infant'] }), { ...KNOWN, criteria: ['infant', 'widow'] })).toEqual([]);
});

it('sends the chosen fields alone, with the version that they are based on', () => {
  expect(amendment(said(ALL), KNOWN, 2, ['phone', 'landmark'])).toEqual({
    household: 'known',
    base_version: 3,
    base_epoch: 2,
    phone: '9831047265',
    phone_of: 'self',
    landmark: 'By the pond',
  });
  const { version: _, ...unknown } = KNOWN;
  expect(amendment(said(ALL), unknown, 1, ['house'])).toEqual({
    household: 'known',
    base_version: 1,
    base_epoch: 1,
    house: 'hut',
  });
});
