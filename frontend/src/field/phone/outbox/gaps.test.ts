import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { sha256 } from '../crypt/crypt';
import { follow, refresh } from '../pack/pack.svelte';
import { store } from '../storage/store';
import { changeWorker, enrol, startVault, workers } from '../storage/vault.svelte';
import { kick, syncState } from '../sync/sync.svelte';
import { Office } from '../testing/testoffice';
import { aBrowser, asNew, PIN, saveAny as save } from '../testing/testphone';
import { entries, waiting } from './outbox.svelte';
import { mayBeTakenBack, takeBack } from './takeback';

// A server that fell back by an entry that it had acknowledged a moment before: no checkpoint shows it, the numbers do.

aBrowser({
  onLine: true,
  locks: { request: (_: string, __: unknown, work: (lock: unknown) => Promise<unknown>) => work({}) },
});

let office: Office;
let now = Date.now();

beforeEach(async () => {
  now += 3_600_000;
  vi.spyOn(Date, 'now').mockImplementation(() => now);
  await asNew();
  office = await Office.open();
  await startVault();
  await enrol({ login: 'rina', password: 'x' }, PIN);
  for (const title of ['a', 'b', 'c']) await save('situation.report', { title }, { title });
  await kick(true);
  await kick(true);
  office.slow = true;
}, 30_000);

/** The office has what the phone has, each once, and nothing waits. */
function allThere(): void {
  expect([...office.order].sort()).toEqual(
    entries()
      .map((row) => row.id)
      .sort(),
  );
  expect(waiting().count).toBe(0);
}

/** One more entry is acknowledged, and then lost by the server. */
async function lostOne(photos: { id: string; blob: Blob }[] = []): Promise<string> {
  const id = await save('situation.report', { title: 'd' }, { title: 'd' }, photos);
  await kick(true);
  expect(office.order.pop()).toBe(id);
  return id;
}

describe('a phone whose server lost an acknowledged entry', { timeout: 30_000 }, () => {
  it('sends it again, although no checkpoint shows the loss', async () => {
    await lostOne();
    await kick(true);
    allThere();
    expect(syncState().restored).toBe(false);
  });

  it('control: of a server that lists no gaps it learns nothing', async () => {
    office.lists = false;
    await lostOne();
    await kick(true);
    await kick(true);
    expect(allThere).toThrow();
  });

  it('learns of it by the feed too', async () => {
    await refresh();
    await lostOne();
    await follow();
    await vi.waitFor(allThere);
  });

  it('sends the photos of that entry again, and no others', async () => {
    const blob = new Blob([new Uint8Array(1000)]);
    await save('damage.assess', {}, { title: 'kept' }, [{ id: 'kept', blob }]);
    await lostOne([{ id: 'lost', blob }]);
    office.photos.clear();
    await kick(true);
    allThere();
    expect([...office.photos.keys()]).toEqual(['lost']);
  });

  it('answers `gone` for what it no longer has, once', async () => {
    const id = await lostOne();
    await (await store()).delete('entry', id);
    await kick(true);
    await kick(true);
    expect(office.gone).toEqual([[4, 4]]);
    expect(office.order).toHaveLength(3);
  });

  it('answers nothing about numbers that it has not used', async () => {
    const gaps = vi.spyOn(office, 'gaps').mockReturnValue({ gaps: [[4, 1000]] });
    await kick(true);
    await kick(true);
    gaps.mockRestore();
    expect(office.gone).toEqual([]);
  });

  it('sends at the usual pace to a server that lists without end', async () => {
    const gaps = vi.spyOn(office, 'gaps').mockReturnValue({ gaps: [[1, 3]] });
    const before = office.received.length;
    await kick(true);
    gaps.mockRestore();
    expect(office.received.length - before).toBe(3);
  });
});

describe('an entry that was never sent', { timeout: 30_000 }, () => {
  const last = () => entries()[0];

  async function without<T>(work: () => Promise<T>): Promise<T> {
    office.unreachable = true;
    try {
      return await work();
    } finally {
      office.unreachable = false;
    }
  }

  it('is sent empty under its number when it was taken back', async () => {
    const before = office.received.length;
    const id = await save('situation.report', {}, { title: 'wrong' }, [{ id: 'photo', blob: new Blob(['x']) }]);
    const sealed = (await (await store()).get('entry', id))?.sealed ?? '';
    await save('situation.report', {}, { title: 'right' });
    expect(entries().filter(mayBeTakenBack)).toHaveLength(2);
    expect(await takeBack(id)).toBe(true);
    expect(waiting()).toMatchObject({ count: 2, photos: 0 });
    await kick(true);
    const [empty, next] = office.received.slice(before);
    expect([empty?.device_seq, next?.device_seq]).toEqual([4, 5]);
    expect(empty?.id).not.toBe(id);
    expect(empty?.was).toBe(await sha256(new TextEncoder().encode(sealed)));
    expect(next?.previous).toBe(empty?.was); // the chain holds
    expect(office.listed.size).toBe(0); // no number is missing
    expect(entries().map((row) => row.kind)).toContain('entry.withdrawn');
    allThere();
  });

  it('control: a number that is dropped is missing', async () => {
    const id = await save('situation.report', {}, { title: 'wrong' });
    await (await store()).delete('entry', id);
    await kick(true);
    expect([...office.listed]).toEqual([4]);
  });

  it('stays when it may have been sent', async () => {
    const id = await save('situation.report', {}, { title: 'd' });
    await without(() => kick(true)); // the request may have come through, who knows
    expect(await takeBack(id)).toBe(false);
    now += 3_600_000;
    await kick(true);
    expect(await takeBack(id)).toBe(false);
    expect(last()?.id).toBe(id);
    allThere();
  });

  it('is saved without undoing what a push marks meanwhile', async () => {
    const saved = save('situation.report', {}, { title: 'd' });
    const marked = changeWorker(workers()[0]?.credential ?? '', (row) => {
      row.offeredThrough = 3000;
    });
    await Promise.all([saved, marked]);
    const row = (await (await store()).getAll('worker'))[0];
    expect(row).toMatchObject({ offeredThrough: 3000, nextSeq: 5 });
  });

  it('stays on a phone that has not marked yet what it offered', async () => {
    const id = await save('situation.report', {}, { title: 'd' });
    const row = workers()[0];
    if (row === undefined) throw new Error('nobody is enrolled');
    const { offeredThrough: _, ...older } = row;
    await (await store()).put('worker', { ...older, nextSeq: 5 });
    expect(await takeBack(id)).toBe(false);
  });
});
