// The outbox: entries of this phone and their outcomes. An entry is on disk before the screen shows "Saved".

import type { Kind, Outcome, Payloads } from '../../../lib/api/types';
import { shownAfterSaving } from '../../../lib/forms/registration';
import { plainNumbers } from '../../../lib/problem';
import { uuid7 } from '../../../lib/uuid7';
import { boxJSON, fromBase64, seal, sha256, toBase64, unboxJSON, unseal } from '../crypt/crypt';
import { pack } from '../pack/pack.svelte';
import { mark } from '../storage/marker.svelte';
import { offerPhotosAgain, photosWaiting } from '../storage/photos';
import { measureRoom } from '../storage/room.svelte';
import { type EntryRow, type EntryState, type PhotoRow, STRICT, store } from '../storage/store';
import { changeWorker, type Open, present, whenOpened, workers } from '../storage/vault.svelte';
import type { Local, Row } from './entrydetails';

export interface Waiting {
  count: number;
  bytes: number;
  photos: number;
  oldest: string;
}

export interface Photo {
  id: string;
  blob: Blob;
}

let rows = $state.raw<Row[]>([]);
let waits = $state.raw<Waiting>({ count: 0, bytes: 0, photos: 0, oldest: '' });
let saving: Promise<unknown> = Promise.resolve();
let whenSaved = (): void => {};

/** Registers a callback for saved entries, which starts sending. */
export function onSaved(handler: () => void): void {
  whenSaved = handler;
}

/** The open worker's entries, newest first. */
export const entries = (): Row[] => rows;
/** Unsent entries and photos of every worker of this phone. */
export const waiting = (): Waiting => waits;

const FIRST = 30; // entries that are decrypted before the first screen; the rest follow in the background
const AT_ONCE = 50;
let whole: Promise<void> = Promise.resolve();
let openings = 0;

/** Resolves when `entries` is complete: right after unlocking it has only the newest. */
export const allEntries = (): Promise<void> => whole;

whenOpened(
  async (who) => {
    openings += 1;
    const mine = openings;
    const from = Math.max(0, who.row.nextSeq - FIRST);
    const newest = await readSome(who, from, who.row.nextSeq);
    if (mine !== openings) return;
    rows = newest;
    whole = readOlder(who, from, mine);
    whole.catch(() => {}); // reported to those that await it
  },
  () => {
    openings += 1;
    rows = [];
  },
);

/** Decrypts the entries of a range of sequence numbers, newest first. */
async function readSome(who: Open, from: number, below: number): Promise<Row[]> {
  const range = IDBKeyRange.bound([who.row.credential, from], [who.row.credential, below], false, true);
  const found = await (await store()).getAllFromIndex('entry', 'byCredential', range);
  const read = await Promise.all(found.map(async (row) => shown(row, await unboxJSON<Local>(who.key, row.local))));
  return read.reverse();
}

/** Reads the rest in small pieces, and shows it at once: each change of the list is computed through on the screen. */
async function readOlder(who: Open, below: number, mine: number): Promise<void> {
  const older: Row[] = [];
  for (let at = below; at > 0 && mine === openings; at -= AT_ONCE) {
    await new Promise((resolve) => setTimeout(resolve)); // a tap and the next frame come first
    older.push(...(await readSome(who, Math.max(0, at - AT_ONCE), at)));
  }
  if (mine === openings) rows = [...rows, ...older]; // otherwise the phone was locked meanwhile
}

function shown({ local: _, sealed, ...row }: EntryRow, local: Local): Row {
  return { ...row, local: withoutPrivateReason(row.kind, local), bytes: sealed.length };
}

/** Entries of earlier versions have the private reason among the criteria, readable with the worker's key. */
function withoutPrivateReason(kind: string, local: Local): Local {
  if (kind !== 'household.register' || typeof local.payload !== 'object' || local.payload === null) return local;
  return { ...local, payload: shownAfterSaving(local.payload) };
}

/** Replaces an entry in the list. */
export function replaceRow(id: string, entry: EntryRow, local: Local): void {
  rows = rows.map((row) => (row.id === id ? shown(entry, local) : row));
}

/** Counts unsent entries. Always computed from the store, never from the last response. */
export async function count(): Promise<void> {
  const db = await store();
  const all = await db.getAllFromIndex('entry', 'byState', 'here'); // deferred entries are stored at the office
  const photos = await photosWaiting();
  const oldest = all.reduce((first, row) => (first === '' || row.at < first ? row.at : first), '');
  const bytes = all.reduce((sum, row) => sum + row.sealed.length, 0) + photos.bytes;
  waits = { count: all.length, bytes, photos: photos.count, oldest };
  for (const row of workers()) mark(row, all.filter((one) => one.credential === row.credential).length);
}

/** Saves an entry with its photos, and returns its id once it is on disk. */
export function save<K extends Kind>(
  kind: K,
  payload: Payloads[K],
  local: Local<K>,
  photos: Photo[] = [],
): Promise<string> {
  const done = saving.then(() => saveNow(kind, payload, local, photos));
  saving = done.catch(() => {}); // sequence numbers are assigned serially
  return done;
}

async function saveNow(kind: string, payload: unknown, local: Local, photos: Photo[]): Promise<string> {
  const who = present();
  const id = uuid7();
  const row = (await (await store()).get('worker', who.row.credential)) ?? who.row;
  const record = {
    id,
    device_seq: row.nextSeq,
    kind,
    schema: 1,
    occurred_at: new Date().toISOString(),
    ...(pack() === null ? {} : { pack: pack()?.manifest.pack }),
    payload,
  };
  const plain = new TextEncoder().encode(JSON.stringify(record));
  const sealed = toBase64(await seal(plain, row.sealKey, row.recipient));
  const entry: EntryRow = {
    id,
    credential: row.credential,
    seq: row.nextSeq,
    kind,
    at: record.occurred_at,
    sealed,
    previous: row.lastDigest,
    state: 'here',
    code: '',
    path: '',
    numbers: {},
    sentAt: '',
    sealedAt: 0,
    local: await boxJSON(who.key, local),
  };
  const digest = await sha256(new TextEncoder().encode(sealed));
  const pictures = await Promise.all(
    photos.map((photo) => sealPhoto(photo, id, row.sealKey, row.recipient, row.credential)),
  );
  await putAll(digest, entry, pictures);
  mark({ ...row, nextSeq: entry.seq + 1 });
  rows = [shown(entry, local), ...rows];
  await count();
  void measureRoom();
  whenSaved();
  return id;
}

/** Atomic: on any failure nothing is stored and the sequence number is not used. */
async function putAll(lastDigest: string, entry: EntryRow, pictures: PhotoRow[]): Promise<void> {
  const tx = (await store()).transaction(['worker', 'entry', 'photo'], 'readwrite', STRICT);
  const puts: Promise<unknown>[] = [];
  const also = (put: Promise<unknown>): void => {
    put.catch(() => {}); // the first failure is thrown below; the others are consequences
    puts.push(put);
  };
  also(tx.done);
  try {
    const row = await tx.objectStore('worker').get(entry.credential); // a push may have changed it since the entry was sealed
    if (row === undefined) throw new Error('the worker is not on this phone any more');
    also(tx.objectStore('worker').put({ ...row, nextSeq: entry.seq + 1, lastDigest }));
    also(tx.objectStore('entry').add(entry));
    for (const picture of pictures) also(tx.objectStore('photo').put(picture));
    await Promise.all(puts);
  } catch (error) {
    if (tx.error === null) tx.abort();
    throw error;
  }
}

async function sealPhoto(
  photo: Photo,
  entry: string,
  sealKey: string,
  recipient: string,
  credential: string,
): Promise<PhotoRow> {
  const plain = new Uint8Array(await photo.blob.arrayBuffer());
  const sealed = await seal(plain, sealKey, recipient);
  const sent = { done: false, code: '', waits: 1 } as const;
  return { id: photo.id, credential, entry, sealed, sha256: await sha256(sealed), bytes: sealed.length, ...sent };
}

/** Stores the outcomes of entries. A refused one stays until somebody has dealt with it. */
export async function answered(results: Outcome[]): Promise<void> {
  const tx = (await store()).transaction('entry', 'readwrite', STRICT);
  const changed = new Map<string, Change>();
  for (const result of results) {
    const row = await tx.store.get(result.entry);
    if (row === undefined || row.state === 'settled') continue;
    const change = became(result);
    if (change.state === 'asks' && row.dealt === change.code) change.state = 'settled'; // repeated after a restore
    Object.assign(row, change);
    changed.set(row.id, change);
    await tx.store.put(row);
  }
  await tx.done;
  await whole.catch(() => {}); // entries in decryption were read before; a decryption failure must not block outcomes
  rows = rows.map((row) => ({ ...row, ...changed.get(row.id) }));
  await count();
}

/** The fields of an entry that an outcome changes. */
type Change = Partial<Pick<EntryRow, 'state' | 'code' | 'path' | 'numbers' | 'sentAt' | 'sealedAt'>>;

function became(result: Outcome): Change {
  const decided = result.status === 'duplicate' ? result.was : result.status;
  const numbers = plainNumbers(result.numbers);
  const code: EntryRow['code'] = result.code ?? '';
  const rest = { code, path: result.path ?? '', numbers, sentAt: new Date().toISOString() };
  const kept = result.seq === undefined ? {} : { sealedAt: result.seq };
  if (decided === 'applied') return { ...rest, ...kept, state: 'sent' };
  if (decided === 'deferred') return { ...rest, state: NOT_KEPT.has(code) ? 'here' : 'deferred' };
  return { ...rest, ...kept, state: 'asks' };
}

/** Deferrals after which the server has not stored the entry: it is still unsent. */
const NOT_KEPT = new Set<Outcome['code'] | ''>(['server_error', 'other_key', 'storage_limit', 'typed_codes_throttled']);

/** Marks a refused entry as dealt with. */
export async function dealtWith(id: string): Promise<void> {
  const tx = (await store()).transaction('entry', 'readwrite', STRICT);
  const row = await tx.store.get(id);
  if (row !== undefined) await tx.store.put({ ...row, state: 'settled', dealt: row.code });
  await tx.done;
  await whole.catch(() => {});
  rows = rows.map((one) => (one.id === id ? { ...one, state: 'settled' } : one));
}

/** Re-encrypts entries whose key the server no longer has, while the phone is unlocked. */
export async function sealAgain(who: Open, sealKey: string): Promise<void> {
  await changeWorker(who.row.credential, (row) => {
    row.sealKey = sealKey;
  });
  const db = await store();
  await whole.catch(() => {});
  for (const row of rows.filter((one) => one.code === 'other_key' && one.state === 'here')) {
    const full = await db.get('entry', row.id);
    if (full === undefined) continue;
    const plain = await unseal(fromBase64(full.sealed), who.secrets.identity);
    const was = full.was ?? (await sha256(new TextEncoder().encode(full.sealed)));
    await db.put('entry', { ...full, code: '', was, sealed: toBase64(await seal(plain, sealKey, who.row.recipient)) });
  }
}

/** Entries that a restored server may have lost: all that it ever acknowledged. */
const TOLD = new Set<EntryState>(['sent', 'asks', 'settled']);

const EVERY: [number, number] = [0, Number.MAX_SAFE_INTEGER];

/**
 * Marks stored records and their photos as unsent, because the server lost them: all, or those of some numbers.
 * Returns the numbers of the ranges that are no longer stored.
 */
export async function offerAgain(
  credential: string,
  ranges: [number, number][] = [EVERY],
): Promise<[number, number][]> {
  const held = new Set<string>();
  const lost: [number, number][] = [];
  const tx = (await store()).transaction('entry', 'readwrite', STRICT);
  for (const [from, to] of ranges) {
    let next = from;
    const those = IDBKeyRange.bound([credential, from], [credential, to]);
    for await (const cursor of tx.store.index('byCredential').iterate(those)) {
      const row = cursor.value;
      if (row.seq > next) lost.push([next, row.seq - 1]);
      next = row.seq + 1;
      held.add(row.id);
      if (TOLD.has(row.state)) await cursor.update({ ...row, state: 'here', sealedAt: 0 });
    }
    if (next <= to) lost.push([next, to]);
  }
  await tx.done;
  await offerPhotosAgain(credential, held);
  await whole.catch(() => {});
  const again = (row: Row): boolean => held.has(row.id) && TOLD.has(row.state);
  rows = rows.map((row) => (again(row) ? { ...row, state: 'here', sealedAt: 0 } : row));
  await count();
  return lost;
}
