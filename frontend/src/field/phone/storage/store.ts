// The phone's database in IndexedDB, used by this folder only. Without a worker's PIN only metadata is readable: the workers
// of the phone, and time, kind and size of entries.

import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from 'idb';
import { type Code, type Numbers, Problem } from '../../../lib/problem';
import type { Checkpoint } from '../crypt/checkpoint';
import type { Boxed } from '../crypt/crypt';
import { DATABASE, type Practice, type Task } from './practice';

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
  /** Minutes without use after which the phone locks; unknown before the first pack. */
  lockMinutes?: number;
  /** The worker's public key: entries are encrypted to it too. */
  recipient: string;
  salt: Boxed;
  /** The master key under the PIN; null when it was wiped. */
  wrapped: Boxed | null;
  /** Encrypted with the master key: the full token and the private key. */
  secrets: Boxed | null;
  wrongPins: number;
  withdrawn: boolean;
  nextSeq: number;
  /** The highest sequence number in a push or an outbox file: those above were never sent. */
  offeredThrough?: number;
  lastDigest: string;
  epoch: number;
  backedUpThrough: number;
  /** The newest checkpoint; phones before 0.5 have none. */
  checkpoint?: Checkpoint;
  /** Checkpoints of a journal that the server no longer has. */
  evidence?: Checkpoint[];
  /** What the feed told of corrections that met another worker's, encrypted with the master key. */
  notices?: Boxed;
  /** The finished tasks of practice mode, for the office. */
  practised?: Task[];
  /** Of the worker of practice mode alone. */
  practice?: Practice;
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
  /** Its digest before re-encryption, which the next entry refers to. */
  was?: string;
  state: EntryState;
  /** Of a refusal; empty: none. */
  code: Code | '';
  path: string;
  numbers: Numbers;
  sentAt: string;
  sealedAt: number;
  /** The refusal that somebody has dealt with. */
  dealt?: Code | '';
  /** Details for the screens, and the entitlement that it served. */
  local: Boxed;
}

export interface PhotoRow {
  id: string;
  credential: string;
  entry: string;
  sealed: Boxed;
  sha256: string;
  done: boolean;
  code: Code | '';
  /** 1 while unsent. Indexed with the size, so that counting unsent photos reads no image. */
  waits: 0 | 1;
  bytes: number;
}

export interface PackRow {
  /** The key, which packs.ts makes of the credential. */
  credential: string;
  manifest: string;
  seq: number;
  /** Of the seal at that sequence number; packs before 0.5 have none. */
  hash?: string;
  epoch: number;
  takenAt: string;
  parts: Record<string, Boxed>;
  /** Entitlements that other phones have served since, with the time. */
  served: Boxed;
}

export interface DraftRow {
  key: string;
  credential: string;
  value: Boxed;
}

export interface Schema extends DBSchema {
  worker: { key: string; value: WorkerRow };
  entry: { key: string; value: EntryRow; indexes: { byCredential: [string, number]; byState: EntryState } };
  photo: { key: string; value: PhotoRow; indexes: { byCredential: string; byWaits: [number, number] } };
  pack: { key: string; value: PackRow };
  draft: { key: string; value: DraftRow; indexes: { byCredential: string } };
}

export type Store = IDBPDatabase<Schema>;

let opening: Promise<Store> | null = null;

/** Opens the database. Fails where the browser refuses one (for example in a private window). */
export function store(): Promise<Store> {
  opening ??= openDB<Schema>(DATABASE, 2, {
    async upgrade(db, was, _, tx) {
      if (was < 1) first(db);
      if (was < 2) await second(tx);
    },
    blocking() {
      const open = opening;
      opening = null;
      void open?.then((db) => db.close()); // gives way to a newer version of the app in another tab
    },
    terminated() {
      opening = null;
    },
  });
  return opening;
}

/** Closes the database, so that it can be deleted. */
export async function closeStore(): Promise<void> {
  const open = opening;
  opening = null;
  (await open)?.close();
}

function first(db: Store): void {
  db.createObjectStore('worker', { keyPath: 'credential' });
  db.createObjectStore('entry', { keyPath: 'id' }).createIndex('byCredential', ['credential', 'seq']);
  db.createObjectStore('photo', { keyPath: 'id' }).createIndex('byCredential', 'credential');
  db.createObjectStore('pack', { keyPath: 'credential' });
  db.createObjectStore('draft', { keyPath: 'key' }).createIndex('byCredential', 'credential');
}

/** Adds indexes, so that counting unsent items reads no sent item and no image. */
async function second(tx: IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>): Promise<void> {
  tx.objectStore('entry').createIndex('byState', 'state');
  tx.objectStore('photo').createIndex('byWaits', ['waits', 'bytes']);
  for await (const cursor of tx.objectStore('photo')) {
    const { done, code, sealed } = cursor.value;
    await cursor.update({ ...cursor.value, waits: done || code !== '' ? 0 : 1, bytes: sealed.length });
  }
}

/** A durable write: with Chromium's default it may not be on disk when it completes. */
export const STRICT = { durability: 'strict' } as const;

/** Whether the error is an exceeded storage quota. */
export function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

/** The error of a write that the browser refused, in words: the phone is full, or its store cannot be written. */
export function storeProblem(error: unknown): unknown {
  if (isFull(error)) return new Problem('phone_full', 0);
  return error instanceof DOMException ? new Problem('store_refused', 0, '', {}, error.name) : error;
}
