// Workers of this phone and their keys, which are derived from PINs. A locked phone still sends; its data cannot be read.

import { postKnown, useBearer } from '../../../lib/api';
import type { Role } from '../../../lib/api/types';
import { asciiDigits } from '../../../lib/digits';
import { chosenLanguage, language, suggestLanguage } from '../../../lib/i18n.svelte';
import { Problem } from '../../../lib/problem';
import { uuid7 } from '../../../lib/uuid7';
import { box, boxJSON, dataKey, drawIdentity, pinKey, random, unbox, unboxJSON } from '../crypt/crypt';
import { collectPractice } from './leftover.svelte';
import { acknowledge, compareMarkers, mark } from './marker.svelte';
import { model } from './model';
import { deletePacks } from './packs';
import { practising, TASKS, type Task } from './practice';
import { STRICT, store, type WorkerRow } from './store';

export const LEAST_PIN = 6;
export const MOST_WRONG = 10;
export const LOCK_AFTER_MINUTES = 5;
const MINUTE_MS = 60_000;

/** The phase of the phone: no worker enrolled, locked, or unlocked by a worker. */
export type Phase = 'starting' | 'new' | 'locked' | 'open';

/** A wrong PIN, and the attempts left before readable data is deleted. */
export class WrongPin extends Error {
  constructor(readonly left: number) {
    super('wrong_pin');
  }
}

interface Secrets {
  fullToken: string;
  identity: string;
  roles: Role[];
  account: string;
}

/** The unlocked worker, with the decrypted secrets. */
export interface Open {
  row: WorkerRow;
  key: CryptoKey;
  secrets: Secrets;
}

export type Proof =
  | { code: string; new_password?: string }
  | { login: string; password: string; second_factor?: string };

let phase = $state<Phase>('starting');
let rows = $state.raw<WorkerRow[]>([]);
let opened = $state.raw<Open | null>(null);
let lockTimer: ReturnType<typeof setTimeout> | undefined;
let touchedAt = 0;
let onOpen: ((worker: Open) => Promise<void>)[] = [];
let onLock: (() => void)[] = [];
let onUnlock: ((credential: string) => void)[] = [];

export const phoneIs = (): Phase => phase;
/** The workers enrolled on this phone. */
export const workers = (): WorkerRow[] => rows;
/** The unlocked worker, or null. */
export const worker = (): Open | null => opened;
/** Whether the worker holds one of the roles on this phone. */
export const holds = (...roles: Role[]): boolean => opened?.secrets.roles.some((role) => roles.includes(role)) ?? false;

/** Registers callbacks of this folder's modules for unlocking (load their data) and locking (drop it). */
export function whenOpened(open: (worker: Open) => Promise<void>, lock: () => void): void {
  onOpen = [...onOpen, open];
  onLock = [...onLock, lock];
}

/** Registers a callback that reads encrypted data while the key is derived from the PIN. */
export function whenUnlocking(read: (credential: string) => void): void {
  onUnlock = [...onUnlock, read];
}

/** Loads the workers of the phone. Called once at start. */
export async function startVault(): Promise<void> {
  rows = await (await store()).getAll('worker');
  for (const { credential, nextSeq } of compareMarkers(rows)) {
    await changeWorker(credential, (row) => {
      row.nextSeq = nextSeq; // the browser lost the newest entries: their numbers are not used again
    });
  }
  if (rows[0] !== undefined) await suggestLanguage(rows[0].language);
  phase = rows.length === 0 ? 'new' : 'locked';
  collectPractice(addPractised).catch(() => {}); // it is tried again when the app opens again
}

/** Adds finished tasks of practice mode to a worker, so that the next push tells the office. */
export const addPractised = (credential: string, tasks: readonly Task[]): Promise<unknown> =>
  changeWorker(credential, (row) => {
    row.practised = TASKS.filter((task) => tasks.includes(task) || row.practised?.includes(task));
  });

/** Opens the one worker of practice mode, whose fictitious data need no PIN. */
export async function openToPractise(who: Open): Promise<void> {
  if (practising) await putWorker(who.row).then(() => open(who)); // at work nobody opens without a PIN
}

/** The ASCII digits of a typed PIN in any script. */
export const pinOf = (typed: string): string => asciiDigits(typed).replace(/\s/g, '');

/** Enrols a worker on this phone: the server issues a credential, and the PIN becomes the encryption key. */
export async function enrol(proof: Proof, pin: string): Promise<void> {
  const device = rows[0]?.device ?? uuid7();
  const known = rows.findLast((row) => !row.withdrawn)?.pushToken ?? '';
  const body = { protocol: 1, device, name: await model(), ...proof };
  const answer = await postKnown('/api/v1/devices', body, known);
  const own = await drawIdentity();
  const master = random(32);
  const salt = random(16);
  const key = await dataKey(master);
  const secrets: Secrets = {
    fullToken: answer.full_token,
    identity: own.secret,
    roles: [...new Set(answer.account.grants.map((grant) => grant.role))],
    account: answer.account.id,
  };
  const row: WorkerRow = {
    credential: answer.credential,
    device,
    name: answer.account.name,
    language: language(), // what the worker reads, whatever the account says; a phone that goes off can lose the choice
    organisation: answer.account.organisation_name,
    pushToken: answer.push_token,
    sealKey: answer.seal_key,
    packKey: answer.pack_key,
    helpNumber: answer.help_number,
    recipient: own.recipient,
    salt,
    wrapped: await box(await pinKey(pin, salt), master),
    secrets: await boxJSON(key, secrets),
    wrongPins: 0,
    withdrawn: false,
    nextSeq: 1,
    offeredThrough: 0,
    lastDigest: '',
    epoch: answer.epoch.number,
    backedUpThrough: 0,
  };
  await putWorker(row);
  acknowledge();
  await open({ row, key, secrets });
}

/** Stores the worker's roles, which the office may change without a new sign-in. */
export async function changeRoles(who: Open, roles: readonly Role[]): Promise<void> {
  const same = roles.length === who.secrets.roles.length && roles.every((role) => who.secrets.roles.includes(role));
  if (same || roles.length === 0) return; // a worker without roles gets no pack
  const secrets = { ...who.secrets, roles: [...roles] };
  const boxed = await boxJSON(who.key, secrets);
  await changeWorker(who.row.credential, (row) => {
    if (row.secrets !== null) row.secrets = boxed; // deleted meanwhile: it stays deleted
  });
  if (opened?.key === who.key) opened = { ...opened, secrets };
}

/** Stores what a pack says of this phone beyond its lists, where it is readable while the phone is locked. */
export async function changeSettings(who: Open, minutes: number | undefined, help: string | undefined): Promise<void> {
  const { credential, lockMinutes, helpNumber } = who.row;
  const lock = minutes ?? lockMinutes; // an older server states neither: what is known stays
  const number = help ?? helpNumber;
  if (lock === lockMinutes && number === helpNumber) return;
  await changeWorker(credential, (row) => {
    if (lock !== undefined) row.lockMinutes = lock;
    row.helpNumber = number;
  });
  startLockTimer();
}

/** Unlocks the phone for a worker. Each attempt is counted before it is verified, so that a reload restores none. */
export async function unlock(credential: string, pin: string): Promise<void> {
  const salt = rows.find((known) => known.credential === credential)?.salt;
  if (salt === undefined) throw new WrongPin(0);
  const derived = pinKey(pin, salt); // takes longer than the count is written; verified after it
  for (const read of onUnlock) read(credential);
  const row = await changeWorker(credential, (known) => {
    known.wrongPins += 1;
  });
  if (row === undefined || row.wrapped === null) throw new WrongPin(0);
  let key: CryptoKey;
  try {
    key = await dataKey(await unbox(await derived, row.wrapped));
  } catch {
    if (row.wrongPins >= MOST_WRONG) await wipe(credential);
    throw new WrongPin(Math.max(0, MOST_WRONG - row.wrongPins));
  }
  const now = await changeWorker(credential, (known) => {
    known.wrongPins = 0;
    known.language = chosenLanguage() ?? known.language;
  });
  if (now === undefined || now.secrets === null) throw new WrongPin(0); // blocked while the PIN was verified: no key is returned
  await open({ row: now, key, secrets: await unboxJSON<Secrets>(key, now.secrets) });
}

async function open(who: Open): Promise<void> {
  useBearer(who.secrets.fullToken);
  for (const read of onOpen) await read(who);
  if (rows.find((one) => one.credential === who.row.credential)?.wrapped === null) {
    lock(); // blocked meanwhile: the loaded data is dropped
    throw new WrongPin(0);
  }
  opened = who;
  phase = 'open';
  touchedAt = Date.now();
  startLockTimer();
  await suggestLanguage(who.row.language);
}

/** Locks the phone: drops its keys from memory. */
export function lock(): void {
  clearTimeout(lockTimer);
  useBearer('');
  for (const forget of onLock) forget();
  opened = null;
  phase = rows.length === 0 ? 'new' : 'locked';
}

/** Minutes without use after which the phone locks: the organisation's, which the worker's last pack has stated. */
const lockMinutes = (): number => opened?.row.lockMinutes ?? LOCK_AFTER_MINUTES;

/**
 * Restarts the automatic lock at a user input. A phone that sleeps runs no timer: an input that comes after the time has
 * passed locks it.
 */
export function touched(): void {
  if (opened === null || practising) return; // practice has no PIN, and nothing to hide
  if (Date.now() - touchedAt >= lockMinutes() * MINUTE_MS) {
    lock();
    return;
  }
  touchedAt = Date.now();
  startLockTimer();
}

function startLockTimer(): void {
  clearTimeout(lockTimer);
  if (opened !== null && !practising)
    lockTimer = setTimeout(lock, Math.max(0, touchedAt + lockMinutes() * MINUTE_MS - Date.now()));
}

/**
 * Deletes readable data: the keys first, then list and drafts. Entries stay: they are encrypted to the server's key, and the
 * phone continues to send them.
 */
export async function wipe(credential: string, withdrawn = false): Promise<void> {
  const db = await store();
  await changeWorker(credential, (known) => {
    Object.assign(known, { wrapped: null, secrets: null, withdrawn: withdrawn || known.withdrawn });
  });
  await deletePacks(credential);
  const drafts = await db.getAllKeysFromIndex('draft', 'byCredential', credential);
  await Promise.all(drafts.map((key) => db.delete('draft', key)));
  if (opened?.row.credential === credential) lock();
}

/** Updates the row of a worker in one transaction. */
export async function changeWorker(
  credential: string,
  change: (row: WorkerRow) => void,
): Promise<WorkerRow | undefined> {
  const tx = (await store()).transaction('worker', 'readwrite', STRICT);
  const row = await tx.store.get(credential);
  if (row !== undefined) {
    change(row);
    await tx.store.put(row);
  }
  await tx.done;
  if (row !== undefined) seen(row);
  return row;
}

async function putWorker(row: WorkerRow): Promise<void> {
  const tx = (await store()).transaction('worker', 'readwrite', STRICT);
  await tx.store.put(row);
  await tx.done;
  seen(row);
}

function seen(row: WorkerRow): void {
  mark(row);
  rows = [...rows.filter((one) => one.credential !== row.credential), row];
  if (opened?.row.credential === row.credential) opened = { ...opened, row };
}

/** The unlocked worker; screens that use it are shown only while there is one. */
export function present(): Open {
  if (opened === null) throw new Problem('phone_locked', 0);
  return opened;
}
