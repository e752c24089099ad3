import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { drawIdentity, fromBase64, ROUNDS, unseal } from '../crypt/crypt';
import { answered, count, entries, waiting } from '../outbox/outbox.svelte';
import { typedCode } from '../pack/card';
import { fitting } from '../sync/sync.svelte';
import { aBrowser, asNew, credentials, PIN, saveAny as save } from '../testing/testphone';
import { type EntryRow, store } from './store';
import { enrol, lock, MOST_WRONG, phoneIs, startVault, unlock, WrongPin, wipe, workers } from './vault.svelte';

const CANARY = 'canary Rahima Bibi';

aBrowser();

/** A server that enrols whoever comes, sealing to a key of its own. */
async function server(): Promise<{ secret: string; recipient: string }> {
  const key = await drawIdentity();
  const answer = credentials(key.recipient, { full_token: CANARY });
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(answer), { status: 201 })));
  return key;
}

/** All that stands in the phone's store, as text. */
async function everything(): Promise<string> {
  const db = await store();
  const all = await Promise.all(
    (['worker', 'entry', 'photo', 'pack', 'draft'] as const).map((name) => db.getAll(name)),
  );
  return JSON.stringify(all, (_, value) =>
    value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : (value as unknown),
  );
}

beforeEach(async () => {
  await asNew();
  await startVault();
});

const failing = async (credential: string): Promise<number> =>
  unlock(credential, '000000').then(
    () => -1,
    (error: unknown) => (error instanceof WrongPin ? error.left : -2),
  );

describe('the vault', () => {
  it('opens with the PIN and with no other', { timeout: 30_000 }, async () => {
    await server();
    await enrol({ login: 'rina', password: 'x' }, PIN);
    expect(phoneIs()).toBe('open');
    const credential = workers()[0]?.credential ?? '';
    lock();
    expect(await failing(credential)).toBe(MOST_WRONG - 1);
    await startVault(); // a reload gives no try back
    expect(await failing(credential)).toBe(MOST_WRONG - 2);
    await unlock(credential, PIN);
    expect(phoneIs()).toBe('open');
    expect(workers()[0]?.wrongPins).toBe(0);
    expect(ROUNDS).toBeGreaterThanOrEqual(600_000);
  });

  it('deletes what can be read after ten wrong PINs, and keeps what is to be sent (B59)', {
    timeout: 60_000,
  }, async () => {
    const key = await server();
    await enrol({ login: 'rina', password: 'x' }, PIN);
    await save('household.register', { name: CANARY }, { title: CANARY });
    const credential = workers()[0]?.credential ?? '';
    lock();
    for (let n = 1; n <= MOST_WRONG; n++) expect(await failing(credential)).toBe(MOST_WRONG - n);
    await expect(unlock(credential, PIN)).rejects.toThrow(WrongPin);
    const row = (await (await store()).getAll('entry'))[0] as EntryRow;
    const inside = new TextDecoder().decode(await unseal(fromBase64(row.sealed), key.secret));
    expect(JSON.parse(inside)).toMatchObject({ kind: 'household.register', device_seq: 1, payload: { name: CANARY } });
  });

  it('gives no key back to a phone that was withdrawn while its PIN was tried (B59)', { timeout: 30_000 }, async () => {
    await server();
    await enrol({ login: 'rina', password: 'x' }, PIN);
    const credential = workers()[0]?.credential ?? '';
    lock();
    const opening = unlock(credential, PIN).then(
      () => 'open',
      (error: unknown) => (error instanceof WrongPin ? 'refused' : 'failed'),
    );
    await vi.waitFor(() => expect(workers()[0]?.wrongPins).toBe(1), { interval: 1 }); // the key is being stretched
    await wipe(credential, true);
    expect(await opening).toBe('refused');
    const row = await (await store()).get('worker', credential);
    expect([row?.wrapped, row?.secrets, row?.withdrawn]).toEqual([null, null, true]);
  });

  it('leaves nothing readable', { timeout: 30_000 }, async () => {
    await server();
    await enrol({ login: 'rina', password: 'x' }, PIN);
    await save('household.register', { name: CANARY }, { title: CANARY });
    lock();
    expect(await everything()).not.toContain(CANARY);
    // The control: the same search finds what lies open.
    await (await store()).put('entry', { ...((await (await store()).getAll('entry'))[0] as EntryRow), path: CANARY });
    expect(await everything()).toContain(CANARY);
  });
});

describe('the outbox', () => {
  it('numbers entries without a gap and chains them', { timeout: 30_000 }, async () => {
    await server();
    await enrol({ login: 'rina', password: 'x' }, PIN);
    await Promise.all([1, 2, 3].map((n) => save('damage.assess', { n }, { title: String(n) })));
    const rows = (await (await store()).getAll('entry')).sort((a, b) => a.seq - b.seq);
    expect(rows.map((row) => row.seq)).toEqual([1, 2, 3]);
    expect(new Set(rows.map((row) => row.previous)).size).toBe(3);
    expect(waiting().count).toBe(3);
  });

  it('keeps what was refused until somebody has dealt with it', { timeout: 30_000 }, async () => {
    await server();
    await enrol({ login: 'rina', password: 'x' }, PIN);
    const ids = await Promise.all(['a', 'b', 'c', 'd'].map((title) => save('card.bind', {}, { title })));
    const outcome = (entry: string, status: string, code = '', was = '') =>
      ({ entry, status, code, was, path: '', message: '', numbers: {} }) as never;
    await answered([
      outcome(ids[0] ?? '', 'applied'),
      outcome(ids[1] ?? '', 'duplicate', 'already_bound', 'conflict'),
      outcome(ids[2] ?? '', 'deferred', 'waits_for'),
      outcome(ids[3] ?? '', 'deferred', 'server_error'),
    ]);
    const states = Object.fromEntries(entries().map((row) => [row.local.title, row.state]));
    expect(states).toEqual({ a: 'sent', b: 'asks', c: 'deferred', d: 'here' });
    await count();
    expect(waiting().count).toBe(1);
  });

  it('sends no more at once than a request may carry, and at least one', () => {
    const row = (length: number) => ({ sealed: 'x'.repeat(length) }) as EntryRow;
    expect(fitting([row(100), row(100), row(100)], 700)).toHaveLength(2);
    expect(fitting([row(10_000), row(1)], 700)).toHaveLength(1);
    expect(fitting([], 700)).toHaveLength(0);
  });
});

describe('a typed code', () => {
  const good = 'QZ53ETM6JVS'; // as the demonstration printed it

  it('is read as it was printed, and as people type it', () => {
    expect(typedCode(good)).toBe(good);
    expect(typedCode('qz53 etm6-jvs')).toBe(good);
  });

  it('is refused with any one letter wrong, or two neighbours swapped (B36)', () => {
    const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    for (let at = 0; at < good.length; at++) {
      for (const letter of letters) {
        if (letter !== good[at]) expect(typedCode(good.slice(0, at) + letter + good.slice(at + 1))).toBeNull();
      }
      const swapped = good.slice(0, at) + (good[at + 1] ?? '') + good[at] + good.slice(at + 2);
      if (at + 1 < good.length && swapped !== good) expect(typedCode(swapped)).toBeNull();
    }
  });
});
