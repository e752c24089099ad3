import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { dealtWith, entries, waiting } from '../outbox/outbox.svelte';
import { follow, pack, refresh } from '../pack/pack.svelte';
import { dropSentPhotos } from '../storage/photos';
import { store } from '../storage/store';
import { changeWorker, enrol, startVault, workers } from '../storage/vault.svelte';
import { Office } from '../testing/testoffice';
import { aBrowser, asNew, PIN, saveAny as save } from '../testing/testphone';
import { kick, syncState } from './sync.svelte';

// A server that was put back knows less than the phones were told. They find out, and offer again what they still hold.

aBrowser({
  onLine: true,
  locks: { request: (_: string, __: unknown, work: (lock: unknown) => Promise<unknown>) => work({}) },
});

let office: Office;
const me = () => workers()[0];

beforeEach(async () => {
  await asNew();
  office = await Office.open();
  await startVault();
  await enrol({ login: 'rina', password: 'x' }, PIN);
  for (const title of ['a', 'b', 'c']) await save('situation.report', { title }, { title });
  await kick(true);
  await kick(true); // what is sealed meanwhile is seen at the next contact
}, 30_000);

/** The office has what the phone sent, once. */
function allThere(): void {
  expect([...office.order].sort()).toEqual(
    entries()
      .map((row) => row.id)
      .sort(),
  );
  expect(waiting().count).toBe(0);
}

describe('a phone whose server was put back', { timeout: 30_000 }, () => {
  it('offers all again when the order is shorter than what was signed', async () => {
    const seen = me()?.checkpoint;
    expect(seen).toMatchObject({ epoch: 1, seq: 3, hash: office.order[2] });
    office.order = office.order.slice(0, 1);
    await kick(true);
    await kick(true);
    allThere();
    expect(syncState().restored).toBe(true);
    expect(me()?.evidence).toEqual([seen]); // signed by the server, of a record that it no longer has
  });

  it('offers all again when others have filled the place since', async () => {
    const mine = office.order.slice(1);
    office.order = [...office.order.slice(0, 1), 'x', 'y', 'z'];
    await kick(true);
    await kick(true);
    expect(office.order).toEqual(expect.arrayContaining(mine));
    expect(waiting().count).toBe(0);
  });

  it('control: a server that signs nothing is not found out, and the same look sees what is missing', async () => {
    office.old = true;
    office.order = office.order.slice(0, 1);
    await kick(true);
    expect(allThere).toThrow();
  });

  it('offers all again even when the new pack comes first', async () => {
    await refresh();
    Object.assign(office, { epoch: 2, order: [] });
    await refresh();
    await kick(true);
    await kick(true);
    allThere();
  });

  it('control: were the epoch learned from the pack, nothing would be offered', async () => {
    Object.assign(office, { epoch: 2, order: [], old: true });
    await refresh();
    await changeWorker(me()?.credential ?? '', (known) => {
      known.epoch = 2;
    });
    await kick(true);
    expect(allThere).toThrow();
  });

  it('takes a new pack when the place it would follow from is no more', async () => {
    await refresh();
    await follow();
    expect(office.packs).toBe(1);
    office.order = ['x', 'y', 'z', ...office.order];
    await follow();
    expect(office.packs).toBe(2);
    expect(pack()?.manifest.hash).toBe(office.order.at(-1));
  });
});

describe('what a phone offers again', { timeout: 30_000 }, () => {
  const pictures = () => store().then((db) => db.getAll('photo'));
  const blob = new Blob([new Uint8Array(200_000)]); // two pieces

  async function putBack(): Promise<void> {
    Object.assign(office, { order: [], photos: new Map() });
    await kick(true);
    await kick(true);
    allThere();
  }

  it('are its photos too, whole', async () => {
    await save('damage.assess', {}, { title: 'd' }, [{ id: 'photo', blob }]);
    await kick(true);
    await kick(true);
    const whole = office.photos.get('photo');
    expect(whole).toBeGreaterThan(200_000);
    await putBack();
    expect(office.photos.get('photo')).toBe(whole);
    expect(await pictures()).toMatchObject([{ done: true, waits: 0 }]);
  });

  it('are no photos that went to make room', async () => {
    await save('damage.assess', {}, { title: 'd' }, [{ id: 'photo', blob }]);
    await dropSentPhotos(); // not what waits
    await kick(true);
    await kick(true);
    expect(office.photos.get('photo')).toBeGreaterThan(200_000);
    await dropSentPhotos();
    expect(await pictures()).toMatchObject([{ done: true, bytes: 0, sealed: new Uint8Array(0) }]);
    await putBack();
    expect(office.photos.size).toBe(0);
  });

  it('is what was refused too, and nobody is asked twice about it', async () => {
    const id = await save('card.bind', {}, { title: 'd' });
    office.refuses.add(id);
    await kick(true);
    await kick(true);
    expect(entries().find((row) => row.id === id)?.state).toBe('asks');
    await dealtWith(id);
    await putBack(); // it is a fact, and the office has it again
    expect(entries().find((row) => row.id === id)?.state).toBe('settled');
  });
});

describe('a checkpoint that is not proven', { timeout: 30_000 }, () => {
  it('is not kept, is told, and keeps nothing from being sent', async () => {
    const seen = me()?.checkpoint;
    office.forged = true;
    await save('situation.report', { title: 'd' }, { title: 'd' });
    await kick(true);
    expect(syncState().notProven).toBe(true);
    expect(me()?.checkpoint).toEqual(seen);
    allThere();
    office.forged = false;
    await kick(true);
    expect(syncState().notProven).toBe(false);
    expect(me()?.checkpoint?.seq).toBe(4);
  });
});
