import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { emptyDraft, payload, shownAfterSaving } from '../../lib/forms/registration';
import type { AreaKey, HouseholdId } from '../../lib/ids';
import { detailsOf } from '../phone/outbox/entrydetails';
import { entries, save } from '../phone/outbox/outbox.svelte';
import { mayBeTakenBack, takeBack } from '../phone/outbox/takeback';
import { changeWorker, present } from '../phone/storage/vault.svelte';
import { aBrowser, enrolled, saveAny } from '../phone/testing/testphone';
import { draftOf, reopen } from './correct';
import { openDraft, unfinished } from './draft.svelte';

aBrowser();

const id = '0190a0a0-0000-7000-8000-00000000000a' as HouseholdId;

const whole = () =>
  payload({
    ...emptyDraft(id),
    consent: true,
    area: 'village:1' as AreaKey,
    name: 'Anima',
    alsoCalled: 'Bulu',
    hasPhone: 'yes',
    phone: '9876543210',
    phoneOf: 'family',
    people: { women: 1, men: 1, girls: 0, boys: 2, infants: 0, elderly: 0 },
    criteria: ['widow'],
    privateReason: true,
    house: 'hut',
    judged: { other: 'different' },
  });

async function registered(): Promise<string> {
  await enrolled();
  const said = whole();
  return save('household.register', said, { title: said.name, payload: shownAfterSaving(said) });
}

const said = () => {
  const row = entries().find((one) => one.kind === 'household.register');
  const details = row === undefined ? undefined : detailsOf(row, 'household.register');
  if (details === undefined) throw new Error('nothing is registered');
  return details;
};

it('opens every answer of an unsent registration again, but the private one, and withdraws the entry', {
  timeout: 30_000,
}, async () => {
  const entry = await registered();
  const draft = draftOf(said(), 'Patlikhali');
  expect(payload(draft)).toEqual({ ...whole(), private_reason: 0 });
  expect(await reopen(entry, draft)).toBe(true);
  expect(entries().map((row) => [row.kind, row.seq])).toEqual([['entry.withdrawn', 1]]);
  expect(unfinished().map((one) => [one.id, one.step, one.name])).toEqual([[id, 'check', 'Anima']]);
  const corrected = { ...openDraft(id), name: 'Anima Bera' };
  await save('household.register', payload(corrected), { title: 'Anima Bera', payload: payload(corrected) });
  expect(said()).toMatchObject({ id, name: 'Anima Bera' });
});

it('leaves an entry that may have been sent, and no draft of it', { timeout: 30_000 }, async () => {
  const entry = await registered();
  await changeWorker(present().row.credential, (row) => {
    row.offeredThrough = 1;
  });
  expect(await reopen(entry, draftOf(said(), ''))).toBe(false);
  expect(entries().find((row) => row.id === entry)?.kind).toBe('household.register');
  expect(unfinished()).toEqual([]);
});

it('withdraws a registration only while no other entry of the phone refers to its family', {
  timeout: 30_000,
}, async () => {
  const entry = await registered();
  const row = () => entries().find((one) => one.id === entry);
  const may = () => {
    const found = row();
    return found !== undefined && mayBeTakenBack(found);
  };
  expect(may()).toBe(true);
  const grade = await saveAny('damage.assess', {}, { title: 'Anima', payload: { household: id, grade: 3 } });
  expect(may()).toBe(false);
  await takeBack(grade);
  expect(may()).toBe(true);
});
