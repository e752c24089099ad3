import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { type EntryId, type HouseholdId, idFrom } from '../../../lib/ids';
import type { Row } from '../outbox/entrydetails';
import { answered, entries, save } from '../outbox/outbox.svelte';
import { mayBeTakenBack, takeBack } from '../outbox/takeback';
import { notices, noticesOf } from '../pack/notices.svelte';
import { follow, refresh } from '../pack/pack.svelte';
import { enrol, lock, startVault, unlock, workers } from '../storage/vault.svelte';
import { Office, PARTS } from '../testing/testoffice';
import { aBrowser, asNew, PIN, saveAny } from '../testing/testphone';
import { type Answers, amendment, type Changes, changes, known } from './correction';
import { familyHere } from './families';
import { held } from './held';

// Corrections on the phone: what it knows of a family, what a correction says, and what both workers are told.

aBrowser();

const id = 'h9' as HouseholdId;
const row = {
  household: id,
  area: 'v:1',
  name: 'Sita Das',
  also_called: '',
  sounds: ['sta', 'ds'],
  phone4: '2340',
  size: 3,
  house: 'hut',
  mark: 'fish',
  grade: null,
  card: '',
  version: 4,
};
let office: Office;

beforeEach(async () => {
  await asNew();
  office = await Office.open();
  PARTS[2] = { ...PARTS[2], families: [row] };
  await startVault();
  await enrol({ login: 'rina', password: 'x' }, PIN);
  await refresh();
}, 30_000);

/** Saves a correction as the screen does. */
async function amends(said: Changes): Promise<string> {
  const payload = amendment(id, said);
  return await save('household.amend', payload, { title: '', payload });
}

async function registers(household: HouseholdId): Promise<void> {
  const people = { women: 1, men: 1, girls: 0, boys: 0, infants: 0, elderly: 0 };
  const said = {
    id: household,
    area: 'v:1' as never,
    name: 'Rahima',
    also_called: '',
    phone: '9830012345',
    phone_of: 'self' as const,
    people,
    criteria: ['widow' as const],
    house: 'hut' as const,
    landmark: 'pond',
    mark: '' as const,
    not_same_as: [],
    consent: { given: true as const, how: 'read_by_me' as const, language: 'bn' as const },
  };
  await save('household.register', { ...said, private_reason: 0 }, { title: 'Rahima', payload: said });
}

const before: Answers = {
  name: 'Sita Das',
  also_called: '',
  area: 'v:1',
  phone4: '2340',
  phone_of: undefined,
  size: 3,
  people: undefined,
  criteria: undefined,
  house: 'hut',
  landmark: undefined,
  mark: 'fish',
};

describe('a correction', { timeout: 30_000 }, () => {
  it('knows of a family of the pack what the pack says, and of one of this phone everything', async () => {
    expect(known(id)).toEqual(before);
    await registers('own' as HouseholdId);
    expect(known('own' as HouseholdId)).toMatchObject({
      phone4: '2345',
      phone_of: 'self',
      criteria: ['widow'],
      landmark: 'pond',
    });
    expect(known('nobody' as HouseholdId)).toBeNull();
  });

  it('says only what changes', () => {
    expect(changes(before, { name: ' Sita Das ', house: 'hut', mark: 'fish', area: 'v:1' as never })).toEqual({});
    expect(changes(before, { name: 'Sita Roy', phone: '' })).toEqual({ name: 'Sita Roy', phone: '' });
    const written = { area: 'v:1' as never, written_place: ' Natun Para ' };
    expect(changes(before, written)).toEqual({ area: 'v:1', written_place: 'Natun Para' });
    expect(changes(before, { name: '' })).toEqual({ name: '' }); // the family no longer gives its name
    expect(changes({ ...before, phone4: '' }, { phone: '' })).toEqual({});
    const people = { women: 1, men: 1, girls: 0, boys: 0, infants: 0, elderly: 0 };
    expect(changes(before, { people }).people).toEqual({ ...people, unstated: 0 });
    expect(changes({ ...before, people }, { people: { ...people, men: 2 } }).people).toEqual({ men: 2 });
    expect(changes({ ...before, criteria: ['widow'] }, { criteria: ['widow'] })).toEqual({});
    expect(changes(before, { criteria: [] })).toEqual({ criteria: [] }); // unknown: asked as a whole
  });

  it('states the version of the pack, and 1 of a family of this phone', async () => {
    expect(amendment(id, { name: 'Sita Roy' })).toEqual({
      household: id,
      base_version: 4,
      base_epoch: 1,
      name: 'Sita Roy',
    });
    expect(amendment('own' as HouseholdId, {})).toMatchObject({ base_version: 1, base_epoch: 1 });
  });

  it('shows at once, and no more once it was taken back', async () => {
    office.unreachable = true;
    const entry = await amends({
      name: 'Sita Roy',
      phone: '9830099999',
      people: { women: 1, men: 0, girls: 0, boys: 0, infants: 0, elderly: 0 },
    });
    expect(familyHere(id)).toMatchObject({ name: 'Sita Roy', phone_last4: '9999', size: 1 });
    expect(held().find((one) => one.household === id)).toMatchObject({ name: 'Sita Roy' });
    expect(known(id)).toMatchObject({ name: 'Sita Roy', phone4: '9999', size: 1 });
    expect(await takeBack(entry)).toBe(true);
    expect(familyHere(id)).toMatchObject({ name: 'Sita Das', phone_last4: '2340', size: 3 });
  });

  it('that the office did not take shows what counts', async () => {
    office.unreachable = true;
    const entry = await amends({ name: 'Sita Roy' });
    await answered([{ entry: idFrom<EntryId>(entry), status: 'conflict', code: 'corrected_twice' }]);
    expect(entries().find((one) => one.id === entry)?.state).toBe('asks');
    expect(familyHere(id)?.name).toBe('Sita Das');
  });
});

it('what the feed tells of a correction is read without a network, too, and replaced as a whole', async () => {
  const told = {
    claim: 'e',
    household: id,
    fields: ['phone'],
    mine: false,
    at: '2020-06-05T09:00:00Z',
    settled_at: null,
  };
  office.notices = [told];
  await follow();
  expect(noticesOf(id)).toEqual([told]);
  lock();
  expect(notices()).toEqual([]);
  await unlock(workers()[0]?.credential ?? '', PIN);
  expect(notices()).toEqual([told]);
  office.notices = [{ ...told, settled_at: '2020-06-06T09:00:00Z' }];
  office.order.push(crypto.randomUUID());
  office.events = [{ type: 'family', household: id }]; // a new pack is fetched: the notice is not lost
  await follow();
  expect(notices()[0]?.settled_at).not.toBeNull();
}, 30_000);

describe('a card that was given to the wrong family', { timeout: 30_000 }, () => {
  const card = { card: 'K7Q2M9XT3', household: id };
  const gives = () => save('card.bind', card, { title: card.card, payload: { household: id } });
  const cards = () => [familyHere(id)?.card, held().find((one) => one.household === id)?.card];

  it('is taken back while it is unsent', async () => {
    const entry = await gives();
    expect(cards()).toEqual([card.card, card.card]);
    expect(mayBeTakenBack(entries().find((one) => one.id === entry) as Row)).toBe(true);
    expect(await takeBack(entry)).toBe(true);
    expect(cards()).toEqual(['', '']);
  });

  it('is stopped by an entry of its own once it was sent, and stays where goods may have been given with it', async () => {
    const entry = await gives();
    await saveAny('handover.record', {}, { title: '' });
    expect(mayBeTakenBack(entries().find((one) => one.id === entry) as Row)).toBe(false);
    await save('card.retract', card, { title: card.card, payload: card });
    expect(cards()).toEqual(['', '']);
    await save('card.bind', { ...card, card: 'AAAA' }, { title: 'AAAA', payload: { household: id } });
    expect(cards()).toEqual(['AAAA', 'AAAA']); // the next card of the family
  });
});
