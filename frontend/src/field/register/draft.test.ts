import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { entries } from '../phone/outbox/outbox.svelte';
import { aBrowser, enrolled, saveAny as save } from '../phone/testing/testphone';
import { dropDraft, hasDraft, keepDraft, openDraft } from './draft.svelte';

aBrowser();

it('begins a new registration when the phone died between saving one and forgetting its answers (B17)', {
  timeout: 30_000,
}, async () => {
  await enrolled();
  const draft = { ...openDraft(), consent: true };
  keepDraft(draft);
  expect([hasDraft(), openDraft().id]).toEqual([true, draft.id]); // unfinished: the draft is continued
  await save('household.register', { id: draft.id }, { title: 'Rahima', payload: { id: draft.id } });
  expect(hasDraft()).toBe(false);
  expect(openDraft().id).not.toBe(draft.id);
  await dropDraft();
  expect(hasDraft()).toBe(false);
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
