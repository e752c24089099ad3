import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { count, entries, waiting } from '../outbox/outbox.svelte';
import { aBrowser, asNew, enrolled, saveAny as save } from '../testing/testphone';
import { keep } from './drafts';
import { draftProblem, measureRoom, roomForPhotos, roomShort } from './room.svelte';
import { isFull, store } from './store';
import { workers } from './vault.svelte';

let usage = 0;
aBrowser({ storage: { estimate: () => Promise.resolve({ usage, quota: 100 }) } });

beforeEach(async () => {
  await asNew();
  await enrolled();
}, 30_000);

afterEach(() => vi.restoreAllMocks());

it('says so before the phone is full, and lets photos go first (B24)', async () => {
  for (const [used, short, photos] of [
    [10, false, true],
    [80, true, true],
    [96, true, false],
  ] as const) {
    usage = used;
    await measureRoom();
    expect([roomShort(), roomForPhotos()], `${used} %`).toEqual([short, photos]);
  }
});

it('lets the pictures go that were sent, and none that waits, when room is short (B24)', async () => {
  const photo = { credential: 'c', entry: 'e', sha256: '', code: '' as const, bytes: 3, sealed: new Uint8Array(3) };
  const db = await store();
  await db.put('photo', { ...photo, id: 'sent', done: true, waits: 0 });
  await db.put('photo', { ...photo, id: 'refused', done: false, waits: 0, code: 'photo_unreadable' });
  await db.put('photo', { ...photo, id: 'waits', done: false, waits: 1 });
  const left = async () => (await db.getAll('photo')).filter((one) => one.sealed.length > 0).map((one) => one.id);
  usage = 79;
  await measureRoom();
  expect(await left()).toEqual(['refused', 'sent', 'waits']);
  usage = 80;
  await measureRoom();
  expect(await left()).toEqual(['refused', 'waits']);
});

it('leaves everything as it was when the disk is full, and goes on when there is room again (B24)', {
  timeout: 30_000,
}, async () => {
  await save('damage.assess', { n: 1 }, { title: '1' });
  const full = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
    throw new DOMException('no room', 'QuotaExceededError');
  });
  const refused: unknown = await save('damage.assess', { n: 2 }, { title: '2' }).catch((error: unknown) => error);
  expect(isFull(refused)).toBe(true);
  full.mockRestore();
  await count();
  expect(waiting().count).toBe(1);
  expect(entries().map((row) => row.local.title)).toEqual(['1']);
  const credential = workers()[0]?.credential ?? '';
  expect((await (await store()).get('worker', credential))?.nextSeq).toBe(2); // the number was not used up
  await save('damage.assess', { n: 2 }, { title: '2' });
  expect((await (await store()).getAll('entry')).map((row) => row.seq).sort()).toEqual([1, 2]);
});

it('says in words that a form could not be stored, until it can again', async () => {
  const put = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...given) {
    if (this.name === 'draft') throw new DOMException('full', 'QuotaExceededError');
    return put.apply(this, given);
  });
  await expect(keep('form', { name: 'x' })).rejects.toThrow();
  expect(draftProblem()).toMatchObject({ code: 'phone_full' });
  vi.restoreAllMocks();
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('broken', 'UnknownError');
  });
  await expect(keep('form', { name: 'x' })).rejects.toThrow();
  expect(draftProblem()).toMatchObject({ code: 'store_refused' });
  vi.restoreAllMocks();
  await keep('form', { name: 'x' });
  expect(draftProblem()).toBeNull();
});
