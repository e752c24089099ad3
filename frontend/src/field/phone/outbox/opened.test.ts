import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { lock, unlock, workers } from '../storage/vault.svelte';
import { aBrowser, enrolled, PIN, saveAny as save } from '../testing/testphone';
import { allEntries, answered, entries } from './outbox.svelte';

aBrowser();

const MANY = 130; // more than are opened at once

it('opens the newest entries first and all of them soon, with what changes meanwhile', {
  timeout: 60_000,
}, async () => {
  await enrolled();
  const ids: string[] = [];
  for (let n = 1; n <= MANY; n++) ids.push(await save('damage.assess', { n }, { title: `${n}` }));
  lock();
  expect(entries()).toEqual([]);
  await unlock(workers()[0]?.credential ?? '', PIN);
  expect(entries().length).toBe(30);
  const oldest = { entry: ids[0] ?? '', status: 'applied', path: '', message: '', numbers: {}, seq: 7 } as never;
  await answered([oldest]); // an answer comes before everything is opened
  await allEntries();
  expect(entries().map((row) => row.seq)).toEqual(Array.from({ length: MANY }, (_, n) => MANY - n));
  expect(entries().map((row) => row.local.title)).toEqual(entries().map((row) => `${row.seq}`));
  expect(entries().at(-1)?.state).toBe('sent');
  await save('damage.assess', {}, { title: 'after' });
  expect(entries().length).toBe(MANY + 1);
});

it('shows nothing of one worker to the next, however soon the phone changes hands', { timeout: 60_000 }, async () => {
  const first = workers()[0]?.credential ?? '';
  lock();
  const opening = unlock(first, PIN);
  await opening;
  lock(); // while older entries are still being opened
  await enrolled();
  await allEntries();
  expect(entries()).toEqual([]);
});
