import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import type { ItemId } from '../../lib/ids';
import { allEntries, answered } from '../phone/outbox/outbox.svelte';
import { present } from '../phone/storage/vault.svelte';
import { aBrowser, asNew, enrolled, saveAny as save } from '../phone/testing/testphone';
import { countedHere, givenToday, handedToday, inHand, mayUndo } from './handed';

const carried = vi.hoisted(() => ({ pack: null as unknown }));
vi.mock('../phone/pack/pack.svelte', async (original) => ({
  ...(await original<object>()),
  pack: () => carried.pack,
}));

aBrowser();

const KIT = 'kit' as ItemId;

/** A pack in which a phone took so much, and has so much left. */
function carry(taken: number, loaded: number, takenAt = new Date().toISOString(), loads: string[] = []): void {
  const of = (quantity: number) => (quantity === 0 ? [] : [{ item: KIT, quantity }]);
  const sites = [{ distribution: 'd', taken: of(taken), loaded: of(loaded), loads }];
  carried.pack = { takenAt, sites, settings: { undo_seconds: 120 }, manifest: { pack: 'p' } };
}

let made = 0;

async function give(quantity: number, online = false): Promise<{ id: string; entry: string }> {
  made += 1;
  const id = `h${made}`;
  const payload = { id, distribution: 'd', items: [{ item: KIT, quantity }], offList: '', online };
  return { id, entry: await save('handover.record', payload, { title: 'CODE', entitlement: `e${made}`, payload }) };
}

async function undo(handover: string): Promise<string> {
  const payload = { id: 'u', handover, reason: 'by_mistake' };
  return save('handover.undo', payload, { title: '', payload });
}

/** The office has an entry, and the next pack is taken after that. */
async function arrives(entry: string): Promise<void> {
  await answered([{ entry, status: 'applied' } as never]);
  await later();
}

/** Another millisecond: moments are compared. */
const later = () => new Promise((resolve) => setTimeout(resolve, 5));

const sums = () => {
  const { taken, given, other, left } = inHand('d', [KIT])[0] ?? { taken: 0, given: 0, other: 0, left: 0 };
  return { taken, given, other, left };
};

beforeEach(async () => {
  await asNew();
  await enrolled();
  await allEntries();
  carry(0, 0);
});

it('adds up what was taken, given and left, online and offline, before and after the office knows', async () => {
  const first = await give(2); // before goods were taken
  await arrives(first.entry);
  carry(20, 20);
  expect(sums()).toEqual({ taken: 20, given: 0, other: 2, left: 20 });
  await later();
  const offline = await give(3);
  await later();
  const online = await give(4, true);
  expect(sums()).toEqual({ taken: 20, given: 7, other: 2, left: 13 });
  await arrives(offline.entry);
  await arrives(online.entry);
  expect(sums()).toEqual({ taken: 20, given: 7, other: 2, left: 13 });
  carry(20, 13); // the next pack has both
  expect(sums()).toEqual({ taken: 20, given: 7, other: 2, left: 13 });
  const undone = await undo(offline.id);
  expect(sums()).toEqual({ taken: 20, given: 4, other: 2, left: 16 });
  await arrives(undone);
  carry(20, 16);
  expect(sums()).toEqual({ taken: 20, given: 4, other: 2, left: 16 });
});

it('does not count a handover online twice when the pack has it and its record is still on the phone', async () => {
  carry(10, 10);
  await give(4, true);
  await later();
  carry(10, 6); // taken after the office had decided, before the record was sent
  expect(sums()).toEqual({ taken: 10, given: 4, other: 0, left: 6 });
  carry(10, 10); // the control: a pack that does not have it
  carried.pack = { ...(carried.pack as object), takenAt: '2020-01-01T00:00:00Z' };
  expect(sums()).toEqual({ taken: 10, given: 4, other: 0, left: 6 });
});

it('hands out no more than was taken, and shows the rest as not from these goods', async () => {
  carry(5, 5);
  await later();
  await give(8);
  expect(sums()).toEqual({ taken: 5, given: 5, other: 3, left: 0 });
});

it('lists online and offline handovers of today together, with one undo for both', async () => {
  const offline = await give(1);
  const online = await give(1, true);
  expect(handedToday('d').map(({ id }) => id)).toEqual([online.id, offline.id]);
  await undo(online.id);
  expect(handedToday('d').map(({ undo: by }) => by !== null)).toEqual([true, false]);
  expect([givenToday('d'), givenToday('another')]).toEqual([1, 0]);
  expect(handedToday('d', new Date(Date.now() + 86_400_000))).toEqual([]);
});

it('offers the undo for the time that the office has set', async () => {
  await give(1);
  const [one] = handedToday('d');
  if (one === undefined) throw new Error('no handover');
  const at = Date.parse(one.at);
  expect([mayUndo(one, at + 119_000), mayUndo(one, at + 120_000)]).toEqual([true, false]);
  await undo(one.id);
  expect(handedToday('d').some((again) => mayUndo(again, at))).toBe(false);
});

it('is closed after the count of today, until goods are taken again', async () => {
  carry(5, 5);
  expect(countedHere('d')).toBeNull();
  const lines = [{ item: KIT, quantity: 4 }];
  const payload = { distribution: 'd', counted: lines, expected: [{ item: KIT, quantity: 5 }] };
  const entry = await save('custody.close', {}, { title: '', payload });
  expect(countedHere('d')?.counted).toEqual(lines);
  expect(countedHere('another')).toBeNull();
  expect(countedHere('d', new Date(Date.now() + 86_400_000))).toBeNull(); // tomorrow is another day
  await arrives(entry);
  carry(0, 0); // the office has booked the goods back
  expect(countedHere('d')).not.toBeNull();
  carry(3, 3); // goods were taken again
  expect(countedHere('d')).toBeNull();
  expect(sums()).toEqual({ taken: 3, given: 0, other: 0, left: 3 });
});

/** Goods whose code this phone has read, or another one where `device` is not its own. */
async function receive(
  id: string,
  distribution: string,
  quantity: number,
  device = present().row.credential,
): Promise<string> {
  const payload = { id, distribution, device, items: [{ item: KIT, quantity }], worker: '', code: 'C' };
  return save('custody.handed', payload, { title: '', payload });
}

it('adds goods that came by the storekeeper’s code at once, and once only after the pack has them', async () => {
  carry(5, 5);
  await later();
  const entry = await receive('a', 'd', 20);
  await receive('b', 'another', 7);
  await receive('c', 'd', 9, 'the phone of somebody else');
  expect(sums()).toEqual({ taken: 25, given: 0, other: 0, left: 25 });
  await give(3);
  expect(sums()).toEqual({ taken: 25, given: 3, other: 0, left: 22 });
  await arrives(entry);
  expect(sums().taken).toBe(25); // the pack is older
  carry(25, 25);
  expect(sums()).toEqual({ taken: 25, given: 3, other: 0, left: 22 });
  carried.pack = { ...(carried.pack as object), takenAt: '2020-01-01T00:00:00Z' }; // the control: a pack from before
  expect(sums().taken).toBe(45);
});

it('counts goods once that the storekeeper has entered before this phone had a network', async () => {
  await receive('a', 'd', 20);
  await later();
  carry(20, 20, undefined, ['a']);
  expect(sums()).toEqual({ taken: 20, given: 0, other: 0, left: 20 });
  carry(20, 20, undefined, ['another']); // the control: other goods of the same number
  expect(sums().taken).toBe(40);
});

it('counts no goods whose entry was refused', async () => {
  const entry = await receive('a', 'd', 20);
  expect(sums().taken).toBe(20);
  await answered([{ entry, status: 'rejected', code: 'role_missing' } as never]);
  expect(sums().taken).toBe(0);
});

it('begins anew with goods that are read after the count, also before the office has it', async () => {
  carry(20, 20);
  await later();
  const lines = [{ item: KIT, quantity: 20 }];
  await save('custody.close', {}, { title: '', payload: { distribution: 'd', counted: lines, expected: lines } });
  expect(countedHere('d')).not.toBeNull();
  await later();
  await receive('c', 'd', 8);
  expect(countedHere('d')).toBeNull();
  expect(sums()).toEqual({ taken: 8, given: 0, other: 0, left: 8 });
  await give(2);
  expect(sums()).toEqual({ taken: 8, given: 2, other: 0, left: 6 });
});
