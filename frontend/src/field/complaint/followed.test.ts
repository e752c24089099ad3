import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { allEntries, answered } from '../phone/outbox/outbox.svelte';
import { aBrowser, asNew, enrolled, saveAny as save } from '../phone/testing/testphone';
import { followed } from './followed';

const carried = vi.hoisted(() => ({ pack: null as unknown }));
vi.mock('../phone/pack/pack.svelte', async (original) => ({
  ...(await original<object>()),
  pack: () => carried.pack,
}));

aBrowser();

beforeEach(async () => {
  await asNew();
  await enrolled();
  await allEntries();
  carried.pack = null;
});

/** A pack that is taken now, without a complaint. */
async function taken(protocol: number): Promise<void> {
  await new Promise((done) => setTimeout(done, 2)); // another millisecond: moments are compared
  carried.pack = { takenAt: new Date().toISOString(), complaints: [], manifest: { protocol } };
}

const shown = (): string[] => followed().map(({ state }) => state);

it('forgets a complaint that the office had and has no more: it was erased', async () => {
  const payload = { grievance: 'g1', about: 'other', reference: '7K2M9QXC' };
  const entry = await save('grievance.take', payload, { title: '', payload });
  await taken(2);
  expect(shown()).toEqual(['here']); // the control: it is unsent
  await answered([{ entry, status: 'applied' } as never]);
  expect(shown()).toEqual(['open']); // the control: the pack is older than its arrival
  await taken(1);
  expect(shown()).toEqual(['open']); // the control: a pack of protocol 1 has no complaints
  await taken(2);
  expect(shown()).toEqual([]);
});
