// What this phone keeps, in IndexedDB. This folder alone knows it. Nothing here can be read without a worker's PIN but who
// works with the phone, when entries were made and of which kind, and how large they are.

import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from 'idb';
import type { Numbers } from '../../lib/problem';
import type { Checkpoint } from './checkpoint';

/** Bytes that only a worker's key opens: the nonce first. */
export type Boxed = Uint8Array<ArrayBuffer>;

export interface WorkerRow {
  credential: string;
  device: string;
  name: string;
  language: string;
  organisation: string;
  pushToken: string;
  sealKey: string;
  packKey: string;
  helpNumber: string;
  /** The public half of the worker's own key: entries are sealed to it too. */
  recipient: string;
  salt: Boxed;
  /** The master key under the PIN; null when it was wiped. */
  wrapped: Boxed | null;
  /** Under the master key: the full token and the secret half. */
  secrets: Boxed | null;
  wrongPins: number;
  withdrawn: boolean;
  nextSeq: number;
  /** The highest number that was in a push or in a file of the outbox: what is above was never sent. */
  offeredThrough?: number;
  lastDigest: string;
  epoch: number;
  backedUpThrough: number;
  /** The newest that the server signed of its record; phones of before 0.5 have none. */
  checkpoint?: Checkpoint;
  /** What it signed of a record that it no longer has. */
  evidence?: Checkpoint[];
}

export type EntryState = 'here' | 'sent' | 'deferred' | 'asks' | 'settled';

export interface EntryRow {
  id: string;
  credential: string;
  seq: number;
  kind: string;
  at: string;
  /** An age file in base64, to the server's key and the worker's. */
  sealed: string;
  previous: string;
  /** Its sum when it was sealed first, once it was sealed again: the next entry names that one. */
  was?: string;
  state: EntryState;
  code: string;
  path: string;
  numbers: Numbers;
  sentAt: string;
  sealedAt: number;
  /** The refusal that somebody has dealt with. */
  dealt?: string;
  /** What the screens show of it, and who was served by it. */
  local: Boxed;
}

export interface PhotoRow {
  id: string;
  credential: string;
  entry: string;
  sealed: Boxed;
  sha256: string;
  done: boolean;
  code: string;
  /** 1 while it is to be sent. With the bytes it is an index, so that counting what waits reads no picture. */
  waits: 0 | 1;
  bytes: number;
}

export interface PackRow {
  credential: string;
  manifest: string;
  seq: number;
  /** Of the seal at that place; packs of before 0.5 have none. */
  hash?: string;
  epoch: number;
  takenAt: string;
  parts: Record<string, Boxed>;
  /** Entitlements that others have served since, and when. */
  served: Boxed;
}

export interface DraftRow {
  key: string;
  credential: string;
  value: Boxed;
}

interface Schema extends DBSchema {
  worker: { key: string; value: WorkerRow };
  entry: { key: string; value: EntryRow; indexes: { byCredential: [string, number]; byState: EntryState } };
  photo: { key: string; value: PhotoRow; indexes: { byCredential: string; byWaits: [number, number] } };
  pack: { key: string; value: PackRow };
  draft: { key: string; value: DraftRow; indexes: { byCredential: string } };
}

export type Store = IDBPDatabase<Schema>;

let opening: Promise<Store> | null = null;

/** Opens the phone's store. Fails where the browser refuses one (a private window, say). */
export function store(): Promise<Store> {
  opening ??= openDB<Schema>('tripol-phone', 2, {
    async upgrade(db, was, _, tx) {
      if (was < 1) first(db);
      if (was < 2) await second(tx);
    },
    blocking(_, __, event) {
      (event.target as IDBDatabase).close(); // a newer version of the app in another tab goes first
      opening = null;
    },
    terminated() {
      opening = null;
    },
  });
  return opening;
}

function first(db: Store): void {
  db.createObjectStore('worker', { keyPath: 'credential' });
  db.createObjectStore('entry', { keyPath: 'id' }).createIndex('byCredential', ['credential', 'seq']);
  db.createObjectStore('photo', { keyPath: 'id' }).createIndex('byCredential', 'credential');
  db.createObjectStore('pack', { keyPath: 'credential' });
  db.createObjectStore('draft', { keyPath: 'key' }).createIndex('byCredential', 'credential');
}

/** Counting what waits no longer reads what was sent, nor any picture. */
async function second(tx: IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>): Promise<void> {
  tx.objectStore('entry').createIndex('byState', 'state');
  tx.objectStore('photo').createIndex('byWaits', ['waits', 'bytes']);
  for await (const cursor of tx.objectStore('photo')) {
    const { done, code, sealed } = cursor.value;
    await cursor.update({ ...cursor.value, waits: done || code !== '' ? 0 : 1, bytes: sealed.length });
  }
}

/** A write that has reached the disk when it is done: Chromium's own default has not. */
export const STRICT = { durability: 'strict' } as const;

/** Whether this is the browser saying that its room is used up. */
export function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

/** Forgets the opened store, for tests that begin anew. */
export function closeStore(): void {
  opening = null;
}
