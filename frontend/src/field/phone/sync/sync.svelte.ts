// Sends the outbox whenever there may be a connection. One tab sends at a time. A failed attempt never deletes data, signs
// out or blocks the app.

import type { FaultCode, Pushed } from '../../../lib/api/types';
import { parsedBody } from '../../../lib/json';
import { type Head, proven, replaced, type Signed, withEvidence } from '../crypt/checkpoint';
import { closeGaps, goneOf, goneReceived, numberWhenSent } from '../outbox/gaps';
import { answered, count, offerAgain, onSaved, sealAgain } from '../outbox/outbox.svelte';
import { offering } from '../outbox/takeback';
import { overFeed, packId } from '../pack/pack.svelte';
import { photoAnswered, waitingOf } from '../storage/photos';
import { practising, type Task } from '../storage/practice';
import { forgetReceipts } from '../storage/receipts';
import { type EntryRow, type PhotoRow, store, type WorkerRow } from '../storage/store';
import { changeWorker, wipe, worker, workers } from '../storage/vault.svelte';
import { ask, NoAnswer } from './ask';
import { reportEmptied } from './emptied';

const MOST_RECORDS = 100;
const MOST_BYTES = 600_000;
const PIECE = 128 * 1024;
const EVERY_MS = 30_000;
const LONGEST_PAUSE_MS = 10 * 60_000;

export interface SyncState {
  /** Whether the last attempt reached the server. */
  line: 'unknown' | 'none' | 'there';
  sending: boolean;
  sent: number;
  of: number;
  lastGood: string;
  restored: boolean;
  /** End of the pause that the server requested; empty without one. */
  waitUntil: string;
  /** Whether the server's signing key differs from the one at enrolment. */
  notProven: boolean;
}

let state = $state.raw<SyncState>({
  line: practising ? 'none' : 'unknown',
  sending: false,
  sent: 0,
  of: 0,
  lastGood: '',
  restored: false,
  waitUntil: '',
  notProven: false,
});
let pauseUntil = 0;
let failures = 0;
let again = false;

export const syncState = (): SyncState => state;

/** A request of a screen had no response: the connection counts as lost until the next push succeeds. */
export const lineLost = (): void => set({ line: 'none' });

const set = (change: Partial<SyncState>): void => {
  state = { ...state, ...change };
};

/** Starts syncing: now, after each entry, when the browser goes online, and every half minute. */
export function startSync(): void {
  onSaved(() => void sendSoon());
  addEventListener('online', () => void kick(true));
  addEventListener('offline', () => set({ line: 'none' }));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void sendSoon();
  });
  setInterval(() => void sendSoon(false), EVERY_MS);
  void sendSoon();
}

/**
 * Sends the outbox unless the browser knows that there is no network. An attempt marks its entries as perhaps sent, and
 * they can no longer be taken back: in airplane mode none is made, except by the button that asks for one.
 */
export async function sendSoon(now = true): Promise<void> {
  if (navigator.onLine === false) set({ line: 'none' });
  else await kick(now);
}

/** Sends the outbox. `now` skips the backoff after a failure. */
export async function kick(now = false): Promise<void> {
  if (practising || (!now && Date.now() < pauseUntil)) return;
  if (state.sending) {
    again = true;
    return;
  }
  set({ sending: true });
  try {
    await navigator.locks.request('tripol-sync', { ifAvailable: true }, async (lock) => {
      if (lock === null) return; // another tab sends
      await reportEmptied();
      await each(workers(), sendAll); // a limit of one worker does not stop the others
    });
    failures = 0;
    set({ waitUntil: '' });
  } catch (error) {
    rest(error);
  } finally {
    set({ sending: false, sent: 0, of: 0 });
    await count();
  }
  if (again) {
    again = false;
    if (state.line === 'there') await kick(true);
  }
}

function rest(error: unknown): void {
  failures += 1;
  const asked = error instanceof NoAnswer ? error.retryAfter * 1000 : 0;
  pauseUntil =
    Date.now() + Math.max(asked, Math.min(LONGEST_PAUSE_MS, 2_000 * 2 ** failures) * (0.5 + Math.random() / 2));
  const waitUntil = full(error) ? new Date(pauseUntil).toISOString() : '';
  set({ line: error instanceof NoAnswer && error.status > 0 ? 'there' : 'none', waitUntil });
}

/** Whether a limit of the server is reached for this kind. Later items may still be accepted. */
const full = (error: unknown): boolean => error instanceof NoAnswer && error.status === 429;

/** Runs a function for each item and continues after a reached limit, which is thrown at the end. */
async function each<T>(all: T[], work: (one: T) => Promise<void>): Promise<void> {
  let met: unknown;
  for (const one of all)
    await work(one).catch((error: unknown) => {
      if (!full(error)) throw error;
      met = error;
    });
  if (met !== undefined) throw met;
}

async function sendAll(row: WorkerRow): Promise<void> {
  const todo = await unsent(row.credential);
  set({ of: state.of + todo.length });
  let size = MOST_RECORDS;
  let at = 0;
  let met: unknown;
  do {
    const batch = fitting(todo.slice(at, at + size));
    try {
      await push(row, batch, todo.length - at - batch.length);
    } catch (error) {
      if (batch.length > 1 && halves(error)) {
        size = Math.max(1, Math.floor(batch.length / 2)); // halved until the entry that is too large is alone
        continue;
      }
      if (!full(error)) throw error;
      met = error;
      if (error instanceof NoAnswer && error.withdrawn) await wipe(row.credential, true);
    }
    at += batch.length;
    set({ sent: state.sent + batch.length });
  } while (at < todo.length);
  await sendPhotos(row);
  if (met !== undefined) throw met;
}

const halves = (error: unknown): boolean => error instanceof NoAnswer && (error.status === 413 || error.status === 0);

async function unsent(credential: string): Promise<EntryRow[]> {
  const range = IDBKeyRange.bound([credential, 0], [credential, Number.MAX_SAFE_INTEGER]);
  const all = await (await store()).getAllFromIndex('entry', 'byCredential', range);
  return all.filter((row) => row.state === 'here' || row.state === 'deferred');
}

/** The first entries that fit into one request. */
export function fitting(rows: EntryRow[], most = MOST_BYTES): EntryRow[] {
  let bytes = 0;
  const fits = rows.findIndex((row) => {
    bytes += row.sealed.length + 200;
    return bytes > most;
  });
  return fits < 0 ? rows : rows.slice(0, Math.max(1, fits));
}

/** The response to a push. Servers before 0.5 have no checkpoint. */
type Answer = Omit<Pushed, 'checkpoint' | 'seen'> & { checkpoint?: Signed; seen?: Head };

async function push(row: WorkerRow, unmarked: EntryRow[], behind: number): Promise<void> {
  const batch = await offering(row.credential, unmarked);
  const photos = (await waitingOf(row.credential)).length;
  const gone = goneOf(row.credential);
  const body = JSON.stringify({
    protocol: 1,
    sent_at: new Date().toISOString(),
    app: __APP_VERSION__,
    epoch: { number: row.epoch },
    seen: row.checkpoint && { epoch: row.checkpoint.epoch, seq: row.checkpoint.seq, hash: row.checkpoint.hash },
    outbox: { waiting: behind, bytes: 0, next_seq: await nextSeq(row.credential), photos, ...(await lockOf(row)) },
    ...(gone.length === 0 ? {} : { gone }),
    records: batch.map(({ id, seq, previous, was, sealed }) => ({ id, device_seq: seq, previous, was, sealed })),
  });
  const answer = await parsedBody<Answer>(await ask(row, 'POST', '/api/v1/sync', body, 'application/json'));
  set({ line: 'there', lastGood: new Date().toISOString() });
  if (answer.withdrawn) await wipe(row.credential, true); // keys are deleted first
  await answered(answer.results);
  await learn(row, answer);
  const more = goneReceived(row.credential, gone.length);
  if ((await closeGaps(row.credential, answer.gaps)) || more) again = true;
}

interface LockState {
  lock: string;
  wrong_pins: number;
  pack?: string;
  practised?: readonly Task[];
}

/** The state of the phone for the office: for a lost phone, its data and its lock state must be known. */
async function lockOf({ credential }: WorkerRow): Promise<LockState> {
  const known = workers().find((one) => one.credential === credential);
  const open = worker()?.row.credential === credential ? 'open' : 'locked';
  const pack = await packId(credential);
  return {
    lock: known?.wrapped === null ? 'wiped' : open,
    wrong_pins: known?.wrongPins ?? 0,
    ...(pack === undefined ? {} : { pack }),
    ...(known?.practised === undefined ? {} : { practised: known.practised }),
  };
}

overFeed({
  numberWhenSent,
  async listed(credential, gaps) {
    if (await closeGaps(credential, gaps)) void kick(true);
  },
});

async function nextSeq(credential: string): Promise<number> {
  return (await (await store()).get('worker', credential))?.nextSeq ?? 0;
}

/** Processes the server's own state: a restore, a backup, another key. */
async function learn(row: WorkerRow, answer: Answer): Promise<void> {
  await learnOrder(row, answer);
  const open = worker();
  if (answer.seal_key !== row.sealKey && open?.row.credential === row.credential)
    await sealAgain(open, answer.seal_key);
  await forgetReceipts(row.credential, answer.backed_up_through);
}

/** Whether the server's journal continues the known checkpoint. If not, it lost later entries: all are sent again. */
async function learnOrder(row: WorkerRow, answer: Answer): Promise<void> {
  const held = row.checkpoint;
  const fresh = answer.checkpoint === undefined ? held : await proven(row.packKey, answer.checkpoint);
  const restored = answer.epoch.number !== row.epoch || replaced(held, answer.seen);
  if (restored) {
    again = !state.restored; // at once the first time; a server that rolls back repeatedly is polled at the usual rate
    set({ restored: true });
    await offerAgain(row.credential); // first: a phone that goes off here detects it again
  }
  set({ notProven: fresh === null });
  const next = fresh ?? (restored ? undefined : held);
  const change = (known: WorkerRow): void => {
    known.epoch = answer.epoch.number;
    known.backedUpThrough = answer.backed_up_through;
    if (restored && held !== undefined) known.evidence = withEvidence(known.evidence, held);
    if (next === undefined) delete known.checkpoint;
    else known.checkpoint = next;
  };
  await changeWorker(row.credential, change);
  change(row);
}

/** Photos are uploaded after the records, in chunks, resuming at the last offset. */
async function sendPhotos(row: WorkerRow): Promise<void> {
  let noneNew = false; // after the limit for new photos, partial uploads are still accepted
  await each(await waitingOf(row.credential), async (id) => {
    const photo = await (await store()).get('photo', id);
    if (photo === undefined) return;
    try {
      const answer = await sendPhoto(row, photo, noneNew);
      if (answer !== null) await photoAnswered(photo, answer);
    } catch (error) {
      noneNew ||= full(error);
      throw error;
    }
  });
}

/** Uploads the rest of a photo. Returns the fault code of a refusal, if any; null: not started. */
async function sendPhoto(row: WorkerRow, photo: PhotoRow, noneNew: boolean): Promise<PhotoRow['code'] | null> {
  const address = `/api/v1/photos/parts/${photo.id}`;
  let { have, done } = await parsedBody<{ have: number; done: boolean }>(await ask(row, 'GET', address));
  if (noneNew && have === 0 && !done) return null;
  while (!done) {
    const query = `offset=${have}&size=${photo.sealed.length}&sha256=${photo.sha256}`;
    const piece = photo.sealed.slice(have, have + PIECE);
    const response = await ask(row, 'POST', `${address}?${query}`, piece, 'application/octet-stream', true);
    const answer = await parsedBody<{ have?: number; done?: boolean; code?: FaultCode }>(response);
    if (answer.code === 'offset') throw new NoAnswer(response.status); // the server's offset changed: retry later
    if (!response.ok) return answer.code ?? 'answer_unreadable';
    ({ have = have, done = false } = answer);
  }
  return '';
}
