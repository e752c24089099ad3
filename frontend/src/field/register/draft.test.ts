import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import type { HouseholdId } from '../../lib/ids';
import { entries } from '../phone/outbox/outbox.svelte';
import { keep } from '../phone/storage/drafts';
import { lock, present, unlock } from '../phone/storage/vault.svelte';
import { aBrowser, enrolled, PIN, saveAny as save } from '../phone/testing/testphone';
import { draftCount, dropDraft, keepDraft, openDraft, unfinished } from './draft.svelte';

aBrowser();

const begin = (name: string) => ({ ...openDraft(''), consent: true, name });

it('is not offered again when the phone went off between saving a registration and forgetting its answers (B17)', {
  timeout: 30_000,
}, async () => {
  await enrolled();
  const draft = begin('Rahima');
  keepDraft(draft, 'name');
  expect([draftCount(), openDraft(draft.id).id]).toEqual([1, draft.id]); // unfinished: the draft is continued
  await save('household.register', { id: draft.id }, { title: 'Rahima', payload: { id: draft.id } });
  expect(unfinished()).toEqual([]);
  expect(openDraft(draft.id).id).not.toBe(draft.id);
  await dropDraft(draft.id);
  expect(draftCount()).toBe(0);
});

it('keeps two families apart, each with the step at which it was left, also after a restart', {
  timeout: 30_000,
}, async () => {
  await enrolled();
  const [first, second] = [begin('Rahima'), begin('Kalpana')];
  keepDraft(first, 'name');
  keepDraft(second, 'place');
  keepDraft({ ...first, hasPhone: 'no' }, 'people');
  await keep('after', null); // the drafts before it are on disk
  const { credential } = present().row;
  lock();
  expect(unfinished()).toEqual([]);
  await unlock(credential, PIN);
  const kept = new Map(unfinished().map(({ name, hasPhone, step }) => [name, { hasPhone, step }]));
  expect(kept).toEqual(
    new Map([
      ['Rahima', { hasPhone: 'no', step: 'people' }],
      ['Kalpana', { hasPhone: '', step: 'place' }],
    ]),
  );
  expect(openDraft(second.id).name).toBe('Kalpana');
  expect(openDraft('').name).toBe(''); // a new registration begins empty
  await dropDraft(first.id); // a family that refuses half way
  expect(unfinished().map(({ name }) => name)).toEqual(['Kalpana']);
});

it('continues and deletes the one draft of an earlier version', { timeout: 30_000 }, async () => {
  await enrolled();
  const id = '0190a0a0-0000-7000-8000-000000000001' as HouseholdId;
  await keep('register', { ...begin('Rahima'), id });
  keepDraft({ ...openDraft(id), landmark: 'by the well' }, 'place');
  expect(unfinished().map(({ name, landmark }) => [name, landmark])).toEqual([['Rahima', 'by the well']]);
  await dropDraft(id);
  expect(draftCount()).toBe(0);
});

it('shows no private reason of a saved registration, also of one that an earlier version saved', {
  timeout: 30_000,
}, async () => {
  await enrolled();
  const said = { id: 'x', criteria: ['widow', 'private_reason'], private_reason: 1 };
  await save('household.register', said, { title: 'Rahima', payload: said });
  expect(JSON.stringify(entries())).not.toContain('private_reason');
  expect(entries()[0]?.local.payload).toEqual({ id: 'x', criteria: ['widow'] });
});
