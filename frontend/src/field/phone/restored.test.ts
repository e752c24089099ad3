import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Head } from './checkpoint';
import { drawIdentity, hex, toBase64 } from './crypt';
import { dealtWith, entries, save, waiting } from './outbox.svelte';
import { follow, pack, refresh } from './pack.svelte';
import { dropSentPhotos } from './photos';
import { store } from './store';
import { kick, syncState } from './sync.svelte';
import { aBrowser, credentials, PIN, packKey } from './testphone';
import { changeWorker, enrol, lock, startVault, workers } from './vault.svelte';

// A server that was put back knows less than the phones were told. They find out, and offer again what they still hold.

aBrowser({
  onLine: true,
  locks: { request: (_: string, __: unknown, work: (lock: unknown) => Promise<unknown>) => work({}) },
});

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const json = (value: unknown, status = 200): Response => new Response(JSON.stringify(value), { status });

interface Asked {
  epoch: { number: number };
  seen?: Head;
  records: { id: string }[];
}

/** An office with an order, which can be put back: past the program, so that the epoch stays, or by it. */
class Office {
  readonly #key: CryptoKeyPair;
  readonly #recipient: string;
  photos = new Map<string, number>();
  refuses = new Set<string>();
  order: string[] = []; // the hash of each place is its entry's id, a UUID
  epoch = 1;
  packs = 0;
  old = false; // a server of before there were checkpoints
  forged = false;

  static async open(): Promise<Office> {
    const key = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
    return new Office(key, (await drawIdentity()).recipient);
  }

  constructor(key: CryptoKeyPair, recipient: string) {
    this.#key = key;
    this.#recipient = recipient;
    vi.stubGlobal('fetch', (path: string, init: RequestInit) => this.#answer(new URL(path, 'https://office'), init));
  }

  at = (seq: number): Head => ({ seq, hash: this.order[seq - 1] ?? '' });

  async #answer(path: URL, init: RequestInit): Promise<Response> {
    if (path.pathname.endsWith('/devices')) return json(await this.#enrolled(), 201);
    if (path.pathname.endsWith('/sync')) return json(await this.#push(JSON.parse(String(init.body)) as Asked));
    if (path.pathname.endsWith('/pack')) return json(await this.#issue());
    if (path.pathname.endsWith('/feed')) return this.#feed(path.searchParams);
    if (path.pathname.includes('/parts/')) return json(this.#photo(path, init));
    return new Response(PART);
  }

  #photo(path: URL, init: RequestInit): unknown {
    const id = path.pathname.split('/').at(-1) ?? '';
    if (init.method === 'POST')
      this.photos.set(id, (this.photos.get(id) ?? 0) + (init.body as Uint8Array<ArrayBuffer>).length);
    const have = this.photos.get(id) ?? 0;
    return { have, done: have > 0 && have >= Number(path.searchParams.get('size')) };
  }

  async #sign(said: unknown, mark: string): Promise<{ raw: string; signature: string }> {
    const raw = JSON.stringify(said);
    const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', this.#key.privateKey, bytes(mark + raw)));
    return { raw: toBase64(bytes(raw)), signature: toBase64(signature) };
  }

  async #enrolled(): Promise<unknown> {
    return credentials(this.#recipient, { pack_key: await packKey(this.#key.publicKey) });
  }

  async #push({ seen, epoch, records }: Asked): Promise<unknown> {
    const results = records.map(({ id }) => {
      const known = this.order.includes(id);
      if (!known) this.order.push(id);
      if (this.refuses.has(id))
        return { entry: id, status: known ? 'duplicate' : 'conflict', was: 'conflict', code: 'already_bound' };
      return { entry: id, status: known ? 'duplicate' : 'applied', was: known ? 'applied' : '', seq: 1 };
    });
    const answer = { epoch: { number: this.epoch }, backed_up_through: 0, seal_key: this.#recipient, results };
    if (this.old) return answer;
    const head = this.at(this.order.length);
    const { raw, signature } = await this.#sign(
      { epoch: { number: this.epoch }, head, at: '2020-06-05T09:00:00Z' },
      this.forged ? 'another mark\n' : 'tripol checkpoint 1\n',
    );
    const there = seen === undefined || epoch.number !== this.epoch ? {} : { seen: this.at(seen.seq) };
    return { ...answer, ...there, checkpoint: { statement: raw, signature } };
  }

  async #issue(): Promise<unknown> {
    this.packs += 1;
    const sum = hex(new Uint8Array(await crypto.subtle.digest('SHA-256', PART)));
    const parts = [{ name: 'work', rows: 1, bytes: PART.length, sha256: sum }];
    const said = { pack: 'p', epoch: { number: this.epoch }, ...this.at(this.order.length), issued_at: '', parts };
    const { raw, signature } = await this.#sign(said, '');
    return { manifest: raw, signature };
  }

  #feed(asked: URLSearchParams): Response {
    const [epoch, seq] = [Number(asked.get('epoch')), Number(asked.get('seq'))];
    if (epoch !== this.epoch || this.at(seq).hash !== asked.get('hash')) return json({ code: 'epoch_changed' }, 409);
    return json({ ...this.at(this.order.length), more: false, events: [] });
  }
}

const PART = bytes(
  JSON.stringify({
    items: [],
    distributions: [],
    settings: { stale_hours: 72, undo_seconds: 120, protection_key: '' },
  }),
);

let office: Office;
const me = () => workers()[0];

beforeEach(async () => {
  lock();
  const db = await store();
  for (const name of ['worker', 'entry', 'photo', 'pack', 'draft'] as const) await db.clear(name);
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
