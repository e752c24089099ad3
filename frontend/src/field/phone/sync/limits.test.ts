import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { entries, waiting } from '../outbox/outbox.svelte';
import { enrol, startVault, workers } from '../storage/vault.svelte';
import { Office } from '../testing/testoffice';
import { aBrowser, asNew, PIN, saveAny as save } from '../testing/testphone';
import { kick, syncState } from './sync.svelte';

// A server that stores no more of a phone for now asks to wait. Nothing is lost by it, and it holds nothing else up.

aBrowser({
  onLine: true,
  locks: { request: (_: string, __: unknown, work: (lock: unknown) => Promise<unknown>) => work({}) },
});

let office: Office;

beforeEach(async () => {
  await asNew();
  office = await Office.open();
  await startVault();
  await enrol({ login: 'rina', password: 'x' }, PIN);
}, 30_000);

const states = (): string[] => entries().map((row) => row.state);

describe('a phone that meets a limit', { timeout: 60_000 }, () => {
  it('keeps what was refused, sends what stands behind it, and says until when it waits', async () => {
    const full = await save('situation.report', { title: 'a' }, { title: 'a' });
    office.full.add(full);
    await kick(true);
    expect(states()).toEqual(['here']);
    expect(Date.parse(syncState().waitUntil) - Date.now()).toBeGreaterThan(890_000);
    expect(syncState().line).toBe('there');
    const next = await save('situation.report', { title: 'b' }, { title: 'b' });
    await kick(true);
    expect(office.order).toEqual([next]);
    expect(entries().find((row) => row.id === full)?.state).toBe('here'); // refused within a push
    office.full.clear();
    await kick(true);
    expect(waiting().count).toBe(0);
    expect(syncState().waitUntil).toBe('');
  });

  it('goes on with the batches behind one that is full', async () => {
    const first: string[] = [];
    for (let n = 0; n < 100; n += 1) first.push(await save('situation.report', { n }, { title: `${n}` }));
    for (const id of first) office.full.add(id);
    const behind = await save('situation.report', { n: 100 }, { title: 'behind' });
    await kick(true);
    expect(office.order).toEqual([behind]);
    expect(waiting().count).toBe(100);
  });

  it('sends the photos that fit', async () => {
    const photos = ['0190a5e4-0000-4000-8000-000000000001', '0190a5e4-0000-4000-8000-000000000002'];
    const taken = photos.map((id) => ({ id, blob: new Blob([new Uint8Array(2_000)]) }));
    await save('damage.assess', { photos }, { title: 'a' }, taken);
    office.full.add(photos[0] as string);
    office.photos.set(photos[1] as string, 300); // there in part
    await kick(true);
    expect(waiting().photos).toBe(1);
    expect(office.photos.get(photos[0] as string)).toBeUndefined();
    office.full.clear();
    await kick(true);
    expect(waiting().photos).toBe(0);
  });

  it('destroys its keys when the refusal says that it was withdrawn (B59)', async () => {
    const full = await save('situation.report', { title: 'a' }, { title: 'a' });
    office.full.add(full);
    office.withdrawn = true;
    await kick(true);
    expect(workers()[0]?.withdrawn).toBe(true);
    expect(waiting().count).toBe(1); // what is sealed stays, and goes on being offered
  });
});
