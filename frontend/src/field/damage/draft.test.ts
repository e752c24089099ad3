import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import type { HouseholdId } from '../../lib/ids';
import { allEntries, answered } from '../phone/outbox/outbox.svelte';
import { aBrowser, asNew, enrolled, saveAny as save } from '../phone/testing/testphone';
import { refusedPhoto } from './draft';

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

const FAMILY = 'h1' as HouseholdId;

/** A pack that is taken now. */
async function taken(row: object): Promise<void> {
  await new Promise((done) => setTimeout(done, 2)); // another millisecond: moments are compared
  const families = [{ household: FAMILY, ...row }];
  carried.pack = { takenAt: new Date().toISOString(), families, manifest: { protocol: 2 } };
}

async function says(given: boolean): Promise<string> {
  const payload = { household: FAMILY, purpose: 'photo', given };
  return save('consent.record', payload, { title: '', payload });
}

it('does not ask a family again that said no on another phone', async () => {
  expect(refusedPhoto(FAMILY)).toBe(false);
  await taken({});
  expect(refusedPhoto(FAMILY)).toBe(false); // the control
  await taken({ no_photo: true });
  expect(refusedPhoto(FAMILY)).toBe(true);
});

it('knows an answer of this phone better than an older pack, and a newer pack better than an answer that was sent', async () => {
  await taken({ no_photo: true });
  const entry = await says(true);
  expect(refusedPhoto(FAMILY)).toBe(false);
  await answered([{ entry, status: 'applied' } as never]);
  await taken({ no_photo: true }); // said no again since, on another phone
  expect(refusedPhoto(FAMILY)).toBe(true);
  await says(false);
  await taken({}); // which does not have it yet
  expect(refusedPhoto(FAMILY)).toBe(true);
});
