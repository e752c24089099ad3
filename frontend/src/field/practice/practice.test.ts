import 'fake-indexeddb/auto';
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { drawIdentity } from '../phone/crypt/crypt';
import type { Task } from '../phone/storage/practice';
import { FAMILIES, VILLAGES } from './data';

type Row = import('../phone/outbox/entrydetails').Row;

const kept = new Map<string, string>();
const asked: string[] = [];
let replaced: string[] = [];
/** A document that practises holds its lock. */
let held = false;

/** The modules of a document with an address; each document has its own. */
async function aDocument(search: string) {
  vi.resetModules();
  vi.stubGlobal('location', { search, replace: (to: string) => replaced.push(to) });
  const practice = await import('../phone/storage/practice');
  const store = await import('../phone/storage/store');
  const vault = await import('../phone/storage/vault.svelte');
  const outbox = await import('../phone/outbox/outbox.svelte');
  const sync = await import('../phone/sync/sync.svelte');
  const pack = await import('../phone/pack/pack.svelte');
  const card = await import('../phone/pack/card');
  const leftover = await import('../phone/storage/leftover.svelte');
  const { startPractice, leavePractice } = await import('./start');
  const close = async (): Promise<void> => {
    vault.lock();
    await store.closeStore();
  };
  return { practice, leftover, leavePractice, store, vault, outbox, sync, pack, card, startPractice, close };
}

type Document = Awaited<ReturnType<typeof aDocument>>;

const names = async (): Promise<string[]> => (await indexedDB.databases()).map(({ name = '' }) => name).sort();

const saveAny = ({ outbox }: Document, kind: string): Promise<string> =>
  (outbox.save as (kind: string, payload: unknown, local: { title: string }) => Promise<string>)(
    kind,
    {},
    { title: '' },
  );

/** Enrols a worker in a document that works. */
async function enrolled(work: Document): Promise<string> {
  const { recipient } = await drawIdentity();
  const account = { id: 'a', name: 'Rina', language: 'en', organisation_name: 'Samiti', grants: [] };
  const answer = {
    credential: 'c1',
    push_token: 'push',
    full_token: 'full',
    account,
    seal_key: recipient,
    pack_key: '',
    epoch: { number: 1 },
    help_number: '',
  };
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(answer), { status: 201 })));
  await work.vault.startVault();
  await work.vault.enrol({ login: 'rina', password: 'x' }, '135790');
  listen();
  return answer.credential;
}

/** The office does not answer; what it is sent is noted. */
const listen = (): void => {
  vi.stubGlobal('fetch', (path: string, init?: { body?: string }) => {
    asked.push(`${path} ${init?.body ?? ''}`);
    return Promise.reject(new TypeError('no network'));
  });
};

beforeEach(async () => {
  kept.clear();
  asked.length = 0;
  replaced = [];
  const locks = {
    request: (_: string, __: unknown, work: (lock: unknown) => unknown) => Promise.resolve(work(held ? null : {})),
  };
  vi.stubGlobal('__APP_VERSION__', 'test');
  vi.stubGlobal('navigator', { userAgent: 'Test (phone)', onLine: true, locks });
  vi.stubGlobal('document', { documentElement: { dataset: {} } });
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
  });
  listen();
  for (const name of await names()) indexedDB.deleteDatabase(name);
});

let open: Document[] = [];
afterEach(async () => {
  for (const one of open) await one.close();
  open = [];
});

const opened = async (search: string): Promise<Document> => {
  const one = await aDocument(search);
  open.push(one);
  return one;
};

it('has a store of its own, a worker without tokens, and sends nothing', { timeout: 60_000 }, async () => {
  const marker = JSON.stringify([{ credential: 'c1', pushToken: 'push', epoch: 1, nextSeq: 3, unsent: 2 }]);
  kept.set('tripol.phone', marker);
  const practice = await opened('?practice');
  await practice.startPractice();
  expect(practice.vault.phoneIs()).toBe('open');
  const { pushToken, secrets: _, sealKey, recipient, device } = practice.vault.present().row;
  expect([pushToken, device, sealKey, practice.vault.present().secrets.fullToken]).toEqual(['', '', recipient, '']);
  await saveAny(practice, 'household.register');
  await practice.sync.kick(true);
  expect(practice.outbox.waiting().count).toBe(1);
  expect([asked, await names(), kept.get('tripol.phone')]).toEqual([[], ['tripol-practice'], marker]);
});

it('control: at work the same entry is sent, and the marker is written', { timeout: 60_000 }, async () => {
  const work = await opened('');
  await enrolled(work);
  await saveAny(work, 'household.register');
  await work.sync.kick(true);
  expect(asked.some((one) => one.startsWith('/api/v1/sync'))).toBe(true);
  expect([await names(), kept.get('tripol.phone')?.includes('"nextSeq":2')]).toEqual([['tripol-phone'], true]);
});

it('goes on after a reload, and is deleted when it was left', { timeout: 60_000 }, async () => {
  const first = await opened('?practice');
  await first.startPractice();
  await saveAny(first, 'household.register');
  await first.close();
  const second = await opened('?practice');
  await second.startPractice();
  await second.outbox.allEntries();
  expect(second.outbox.entries().map(({ kind }) => kind)).toEqual(['household.register']);
  await second.leavePractice();
  expect(replaced).toEqual(['/field/']);
  const work = await opened('');
  await work.vault.startVault();
  await vi.waitFor(() => expect(work.leftover.practiceLeft()).toBe(true));
  expect(await names()).toEqual(['tripol-phone']);
});

it('is not deleted while it is open, or was not left for less than a day', { timeout: 60_000 }, async () => {
  const first = await opened('?practice=c1');
  await first.startPractice();
  await first.close();
  const work = await opened('');
  await work.leftover.collectPractice(() => Promise.resolve());
  expect(await names()).toEqual(['tripol-practice']); // it can be gone on with
  const day = 25 * 3600 * 1000;
  held = true;
  await work.leftover.collectPractice(() => Promise.resolve(), Date.now() + day);
  expect(await names()).toEqual(['tripol-practice']);
  held = false;
  await work.leftover.collectPractice(() => Promise.resolve(), Date.now() + day);
  expect([await names(), work.leftover.practiceLeft()]).toEqual([[], false]);
  await work.leftover.collectPractice(() => Promise.resolve());
  expect(await names()).toEqual([]); // reading makes none
});

it('begins anew for another worker', { timeout: 60_000 }, async () => {
  const found: number[] = [];
  for (const search of ['?practice=c1', '?practice=c1', '?practice=c2']) {
    const one = await opened(search);
    await one.startPractice();
    await one.outbox.allEntries();
    found.push(one.outbox.entries().length);
    await saveAny(one, 'household.register');
    await one.close();
  }
  expect(found).toEqual([0, 1, 0]);
});

/** A practice at the address of a worker, with finished tasks, that ends as an empty battery ends it. */
async function practised(search: string, tasks: Task[]): Promise<void> {
  const practice = await opened(search);
  await practice.startPractice();
  await practice.vault.addPractised('practice', tasks);
  await practice.close();
}

/** The last push after the app has opened for work. */
async function lastPush(): Promise<string> {
  const work = await opened('');
  await work.vault.startVault();
  await vi.waitFor(async () => expect(await names()).toContain('tripol-phone'));
  await new Promise((resolve) => setTimeout(resolve, 50));
  await work.sync.kick(true);
  expect(asked.at(-1)).toContain('/api/v1/sync');
  return asked.at(-1) ?? '';
}

it('tells the office the finished tasks of the worker who practised, at the next push', {
  timeout: 60_000,
}, async () => {
  const work = await opened('');
  const credential = await enrolled(work);
  await work.close();
  await practised(`?practice=${credential}`, ['mistake', 'register', 'card']);
  expect(await lastPush()).toContain('"practised":["register","card","mistake"]');
});

it('control: of a practice without a worker, or of another, the office is told nothing', {
  timeout: 60_000,
}, async () => {
  const work = await opened('');
  await enrolled(work);
  await work.close();
  await practised('?practice', ['register']);
  await practised('?practice=c2', ['register']);
  expect(await lastPush()).not.toContain('practised');
});

it('reads practice cards in practice mode alone, and real ones at work alone', { timeout: 60_000 }, async () => {
  const file = new URL('../../../../internal/card/testdata/cards.json', import.meta.url);
  const { cards, codes } = JSON.parse(readFileSync(file, 'utf8')) as {
    cards: { text: string; is: string }[];
    codes: { typed: string; code: string }[];
  };
  const real = [
    ...cards.filter(({ is }) => is === 'card').map(({ text }) => text),
    ...codes.filter(({ code }) => code !== '').map(({ typed }) => typed),
  ];
  const practice = await opened('?practice');
  await practice.startPractice();
  const carried = practice.pack.pack();
  if (carried === null) throw new Error('practice mode has no pack');
  const readings = await Promise.all(real.map((text) => practice.card.read(text, carried, 0)));
  expect(real.length).toBeGreaterThan(100);
  expect(new Set(readings.map(({ is }) => is))).toEqual(new Set(['real']));
  const texts = ['TRIPOL-PRACTICE:01', 'practice 1', 'PRACT1CE০১', 'TRIPOL-PRACTICE:09', 'noise'];
  expect(await Promise.all(texts.map((text) => practice.card.read(text, carried, 0)))).toEqual([
    { is: 'code', code: 'PRACTICE01' },
    { is: 'code', code: 'PRACTICE01' },
    { is: 'code', code: 'PRACTICE01' },
    { is: 'withdrawn' },
    { is: 'unreadable' },
  ]);
  const work = await opened('');
  const rejected = await Promise.all(texts.map((text) => work.card.read(text, carried, 0)));
  expect(rejected.map(({ is }) => is)).toEqual(['practice', 'practice', 'practice', 'practice', 'unreadable']);
  expect(real.filter((text) => work.card.isPracticeCard(text))).toEqual([]);
});

it('lets out requests for the files of the app alone', async () => {
  const { isOwnFile, policy } = await import('./network');
  const base = 'https://relief.example/field/?practice#/register';
  const own = [
    '/assets/zxing-1.wasm',
    'https://relief.example/assets/x.js',
    new URL('https://relief.example/assets/x'),
  ];
  const others = [
    '/api/v1/sync',
    '/assets/../api/v1/sync',
    'https://other.example/assets/x',
    '/field/sw.js',
    '../api/v1/feed',
  ];
  expect(own.map((one) => isOwnFile(one, base))).toEqual([true, true, true]);
  expect(others.map((one) => isOwnFile(one, base))).toEqual([false, false, false, false, false]);
  expect(policy('https://relief.example')).toContain('connect-src https://relief.example/assets/;');
});

it('finishes the six tasks by entries, each by its own', async () => {
  const { finishedBy } = await import('./tasks');
  const row = (kind: string, payload: unknown = {}): Row => ({ kind, local: { title: '', payload } }) as Row;
  const cases: [string, Row][] = [
    ['register', row('household.register')],
    ['grade', row('damage.assess', { photos: 1 })],
    ['grade', row('damage.photograph', { photos: 2 })],
    ['card', row('card.bind')],
    ['handout', row('handover.record', { how: 'code' })],
    ['without_card', row('handover.record', { how: 'search' })],
    ['mistake', row('handover.undo')],
    ['mistake', row('entry.withdrawn')],
    ['mistake', row('household.amend')],
  ];
  for (const [task, one] of cases) expect(finishedBy([one])).toEqual([task]);
  expect(finishedBy([row('damage.assess', { photos: 0 }), row('list.searched')])).toEqual([]);
});

it('has villages that are in no place of the gazetteer', () => {
  const folder = new URL('../../../../internal/gazetteer/data/', import.meta.url);
  const shipped = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(csv|json|geojson|txt)$/.test(name))
    .map((name) => readFileSync(new URL(name, folder), 'utf8').toLowerCase())
    .join('\n');
  const invented = VILLAGES.flatMap(({ name, name_bn, name_hi }) => [name.toLowerCase(), name_bn, name_hi]);
  expect(shipped.length).toBeGreaterThan(10_000);
  expect(invented.filter((name) => shipped.includes(name))).toEqual([]);
  expect([FAMILIES.length, VILLAGES.length]).toEqual([8, 3]);
});
