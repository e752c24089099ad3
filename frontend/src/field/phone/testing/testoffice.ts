// The fake server of a phone's tests: enrols, journals entries and photos, signs, and serves packs and the feed. It can be
// restored to an earlier state.

import { vi } from 'vitest';
import type { Head } from '../crypt/checkpoint';
import { drawIdentity, hex, toBase64 } from '../crypt/crypt';
import { credentials, packKey } from './testphone';

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const json = (value: unknown, status = 200): Response => new Response(JSON.stringify(value), { status });

const settings = { stale_hours: 72, undo_seconds: 120, protection_key: '' };
const place = { lane: 0, lanes: 0, listed: 1, off_list_quota: 1, lines: [], loaded: [], leader: null, sealed: [] };
const site = {
  distribution: 'd',
  name: 'Tarpaulins',
  place: 'School',
  area: 'block:1',
  state: 'open',
  store: 's',
  ...place,
};
const family = {
  entitlement: 'e1',
  household: 'h1',
  card: '',
  code: 'CODE',
  generation: 1,
  mark: '',
  size: 3,
  area: 'v:1',
};
const row = { ...family, sounds: [], phone4: '2340', items: [{ item: 'i', quantity: 1 }] };

/** The parts of a pack with a list of one family, in each protocol. */
export const PARTS: Record<number, Record<string, unknown>> = {
  1: {
    'list-d': [{ ...row, village: 'Gosaba', served: { at: '2020-06-05T08:00:00Z', place: 'School' } }],
    areas: [{ area: 'v:1', path: '/1/', level: 'village', name: 'Gosaba', name_bn: '', outline: null, quality: '' }],
    work: {
      roles: [],
      grants: [],
      items: [
        { ID: 'i', Code: 'i', Name: 'Tarpaulin', NameBN: 'ত্রিপল', NameHI: '', Unit: 'sheet', Picture: 'tarpaulin' },
      ],
      distributions: [site],
      settings,
    },
  },
  2: {
    'list-d': {
      villages: [{ area: 'v:1', name: 'Gosaba', name_bn: 'গোসাবা', name_hi: '' }],
      families: [{ ...row, served_at: '2020-06-05T08:00:00Z' }],
    },
    areas: [],
    work: {
      roles: [],
      grants: [],
      items: [{ id: 'i', code: 'i', name: 'Tarpaulin', name_bn: 'ত্রিপল', name_hi: '', picture: 'tarpaulin' }],
      distributions: [{ ...site, place_bn: 'স্কুল', place_hi: '' }],
      settings,
    },
  },
};

interface Asked {
  epoch: { number: number };
  seen?: Head;
  outbox: { waiting: number; next_seq: number };
  gone?: [number, number][];
  records: { id: string; device_seq: number; sealed: string; was?: string; previous: string }[];
}

export class Office {
  readonly #key: CryptoKeyPair;
  readonly #recipient: string;
  photos = new Map<string, number>();
  refuses = new Set<string>();
  order: string[] = []; // the hash of each place is its entry's id, a UUID
  epoch = 1;
  packs = 0;
  protocol = 2; // the newest that it speaks
  #protocols = new Map<string, number>(); // of its packs
  events: unknown[] = []; // the events of the feed
  notices: unknown[] = []; // of the feed
  asked = 0; // requests for the feed
  held = new Map<string, Promise<void>>(); // responses by path that are held until released
  old = false; // a server without checkpoints
  lists = true; // the gaps
  slow = false; // it signs the state before a push: the pushed entries are sealed later
  unreachable = false;
  numbers = new Map<number, string>(); // the entry of each sequence number
  gone: [number, number][] = []; // what the phone answered
  listed = new Set<number>(); // within the last minute
  received: Asked['records'] = [];
  forged = false;
  full = new Set<string>(); // entries and photos that exceed a limit
  withdrawn = false;

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
    if (path.pathname.endsWith('/feed')) this.asked += 1;
    if (this.unreachable) throw new TypeError('no network');
    await this.held.get(path.pathname);
    if (path.pathname.endsWith('/devices')) return json(await this.#enrolled(), 201);
    if (path.pathname.endsWith('/sync')) return this.#pushed(JSON.parse(String(init.body)) as Asked);
    if (path.pathname.endsWith('/pack')) return json(await this.#issue(this.#spoken(path.searchParams)));
    if (path.pathname.endsWith('/feed')) return this.#feed(path.searchParams);
    if (path.pathname.includes('/parts/')) return this.#part(path, init);
    const [pack = '', part = ''] = path.pathname.split('/').slice(-2);
    return json(PARTS[this.#protocols.get(pack) ?? 0]?.[part]);
  }

  #tooMuch(): Response {
    const numbers = { retry_after_seconds: 900, ...(this.withdrawn ? { withdrawn: true } : {}) };
    const headers = { 'Retry-After': '900' };
    return new Response(JSON.stringify({ code: 'storage_limit', numbers }), { status: 429, headers });
  }

  async #pushed(asked: Asked): Promise<Response> {
    const all = asked.records.length > 0 && asked.records.every(({ id }) => this.full.has(id));
    return all ? this.#tooMuch() : json(await this.#push(asked));
  }

  #part(path: URL, init: RequestInit): Response {
    const id = path.pathname.split('/').at(-1) ?? '';
    return init.method === 'POST' && this.full.has(id) ? this.#tooMuch() : json(this.#photo(path, init));
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

  /** The gaps below a number: received entries may have been lost since. */
  gaps(nextSeq: number): { gaps?: [number, number][] } {
    if (!this.lists) return {};
    const open: [number, number][] = [];
    for (let n = 1; n < nextSeq; n++) {
      const closed = this.gone.some(([from, to]) => from <= n && n <= to);
      if (closed || this.listed.has(n) || this.order.includes(this.numbers.get(n) ?? '')) continue;
      this.listed.add(n);
      const last = open.at(-1);
      if (last !== undefined && last[1] === n - 1) last[1] = n;
      else open.push([n, n]);
    }
    return open.length === 0 ? {} : { gaps: open };
  }

  async #push({ seen, epoch, outbox, gone = [], records }: Asked): Promise<unknown> {
    const before = this.order.length;
    this.gone.push(...gone);
    this.received.push(...records);
    for (const { id, device_seq } of records) this.numbers.set(device_seq, id);
    const results = records.map(({ id }) => {
      const known = this.order.includes(id);
      if (!known && !this.full.has(id)) this.order.push(id);
      if (this.full.has(id)) return { entry: id, status: 'deferred', code: 'storage_limit' };
      if (this.refuses.has(id))
        return { entry: id, status: known ? 'duplicate' : 'conflict', was: 'conflict', code: 'already_bound' };
      return { entry: id, status: known ? 'duplicate' : 'applied', was: known ? 'applied' : '', seq: 1 };
    });
    const answer = { epoch: { number: this.epoch }, backed_up_through: 0, seal_key: this.#recipient, results };
    if (this.old) return answer;
    const head = this.at(this.slow ? before : this.order.length);
    const { raw, signature } = await this.#sign(
      { epoch: { number: this.epoch }, head, at: '2020-06-05T09:00:00Z' },
      this.forged ? 'another mark\n' : 'tripol checkpoint 1\n',
    );
    const there = seen === undefined || epoch.number !== this.epoch ? {} : { seen: this.at(seen.seq) };
    const gaps = outbox.waiting === 0 ? this.gaps(outbox.next_seq) : {};
    return { ...answer, ...there, ...gaps, checkpoint: { statement: raw, signature } };
  }

  /** The protocol of an answer: the one that is asked for, unless this office is older. */
  #spoken(asked: URLSearchParams): number {
    return Math.min(this.protocol, Number(asked.get('protocol') ?? 1));
  }

  async #issue(protocol: number): Promise<unknown> {
    this.packs += 1;
    this.#protocols.set(`p${this.packs}`, protocol);
    const parts = [];
    for (const [name, content] of Object.entries(PARTS[protocol] ?? {})) {
      const body = bytes(JSON.stringify(content));
      const sum = hex(new Uint8Array(await crypto.subtle.digest('SHA-256', body)));
      parts.push({ name, rows: 1, bytes: body.length, sha256: sum });
    }
    const said = {
      protocol,
      pack: `p${this.packs}`,
      epoch: { number: this.epoch },
      ...this.at(this.order.length),
      issued_at: '',
      parts,
    };
    const { raw, signature } = await this.#sign(said, '');
    return { manifest: raw, signature };
  }

  #feed(asked: URLSearchParams): Response {
    const [epoch, seq] = [Number(asked.get('epoch')), Number(asked.get('seq'))];
    const hash = asked.get('hash') ?? '';
    if (epoch !== this.epoch || (hash !== '' && this.at(seq).hash !== hash))
      return json({ code: 'epoch_changed' }, 409);
    const gaps = asked.has('next_seq') ? this.gaps(Number(asked.get('next_seq'))) : {};
    const spoken = this.#spoken(asked) === 2 ? { protocol: 2 } : {};
    return json({
      ...spoken,
      ...this.at(this.order.length),
      more: false,
      events: this.events,
      notices: this.notices,
      ...gaps,
    });
  }
}
