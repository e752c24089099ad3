// Export of the outbox as a file, for a phone without any network. Records and photos are encrypted as in a push: the file
// discloses nothing and cannot be altered, since each part has an HMAC under a key that only this phone and the server have.

import { isoDay } from '../../../lib/formats';
import { hex, toBase64 } from '../crypt/crypt';
import { type EntryRow, type PhotoRow, store, type WorkerRow } from '../storage/store';
import { worker } from '../storage/vault.svelte';
import { offering } from './takeback';

/** Contents of the file. */
export interface OutboxFile {
  tripol_outbox: 2;
  credential: string;
  pieces: { envelope: string; proof: string; records: number }[];
  photos: { photo: string; sealed: string; proof: string }[];
}

/** All entries of the unlocked worker that the office has not acknowledged, oldest first. */
export async function outboxFile(): Promise<OutboxFile | null> {
  const who = worker();
  if (who === null) return null;
  const { credential } = who.row;
  const db = await store();
  const row = (await db.get('worker', credential)) ?? who.row;
  const range = IDBKeyRange.bound([credential, 0], [credential, Number.MAX_SAFE_INTEGER]);
  const rows = await offering(credential, await db.getAllFromIndex('entry', 'byCredential', range));
  const photos = await db.getAllFromIndex('photo', 'byCredential', credential);
  const prove = await prover(row);
  return {
    tripol_outbox: 2,
    credential,
    pieces: await pieces(rows, row, prove),
    photos: await Promise.all(photos.filter((photo) => photo.waits === 1).map((photo) => sealedPhoto(photo, prove))),
  };
}

type Prove = (text: string) => Promise<string>;

/** Authenticates a text: HMAC-SHA-256 under the hash of the push token, in hex. */
async function prover(row: WorkerRow): Promise<Prove> {
  const text = new TextEncoder();
  const hash = await crypto.subtle.digest('SHA-256', text.encode(row.pushToken));
  const key = await crypto.subtle.importKey('raw', hash, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return async (said) => hex(new Uint8Array(await crypto.subtle.sign('HMAC', key, text.encode(said))));
}

const MOST_RECORDS = 100;
const MOST_BYTES = 600_000;

/** Envelopes that each fit into one request. The last states that nothing is left, so that the server checks for gaps. */
export async function pieces(rows: EntryRow[], { nextSeq }: WorkerRow, prove: Prove): Promise<OutboxFile['pieces']> {
  const waiting = rows.filter((row) => row.state === 'here' || row.state === 'deferred');
  const parts: EntryRow[][] = [];
  let bytes = 0;
  for (const row of waiting) {
    const last = parts.at(-1);
    bytes += row.sealed.length;
    if (last === undefined || last.length === MOST_RECORDS || bytes > MOST_BYTES) {
      parts.push([row]);
      bytes = row.sealed.length;
    } else last.push(row);
  }
  let behind = waiting.length;
  const made: OutboxFile['pieces'] = [];
  for (const part of parts) {
    behind -= part.length;
    const outbox = { waiting: behind, bytes: 0, photos: 0, next_seq: nextSeq };
    const records = part.map(({ id, seq, previous, was, sealed }) => ({ id, device_seq: seq, previous, was, sealed }));
    const envelope = JSON.stringify({ protocol: 1, app: __APP_VERSION__, outbox, records });
    made.push({ envelope, proof: await prove(envelope), records: part.length });
  }
  return made;
}

async function sealedPhoto({ id, sealed }: PhotoRow, prove: Prove): Promise<OutboxFile['photos'][number]> {
  const text = toBase64(sealed);
  return { photo: id, sealed: text, proof: await prove(`${id} ${text}`) };
}

/** Saves the file as a browser download. */
export async function downloadOutbox(): Promise<void> {
  const file = await outboxFile();
  if (file === null) return;
  const address = URL.createObjectURL(new Blob([JSON.stringify(file)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `tripol-${isoDay(new Date())}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
