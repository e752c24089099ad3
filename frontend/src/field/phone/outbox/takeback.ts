// Withdrawal of an entry that was never sent. An empty entry replaces it under the same sequence number, so that there is no
// gap, and `was` is the digest that the next entry refers to.

import { uuid7 } from '../../../lib/uuid7';
import { boxJSON, seal, sha256, toBase64 } from '../crypt/crypt';
import { type EntryRow, STRICT, store, type WorkerRow } from '../storage/store';
import { present } from '../storage/vault.svelte';
import { concerned, type Details, detailsOf, type Local, type Row } from './entrydetails';
import { count, entries, replaceRow } from './outbox.svelte';

/** Kinds that no other entry refers to, about the worker's own observation. A handover is undone by an entry of its own. */
const KINDS = new Set([
  'household.amend',
  'situation.report',
  'damage.assess',
  'damage.verify',
  'household.visit',
  'grievance.take',
  'grievance.brought',
  'waybill.arrived',
  'stock.count',
  'custody.handed',
  'custody.returned',
]);

/** Whether another entry of this phone refers to the family that an entry registers. */
const isReferredTo = ({ id }: Details['household.register']): boolean => entries().some((row) => concerned(row) === id);

/** Whether goods may have been given with a card since, or it was stopped: then the binding stays. */
const wasUsed = ({ seq, local }: Row): boolean =>
  entries().some(
    (row) => row.seq > seq && (row.kind === 'handover.record' || detailsOf(row, 'card.retract')?.card === local.title),
  );

/** Whether an entry may be withdrawn: it is unsent, and no other entry refers to it. */
export function mayBeTakenBack(row: Row): boolean {
  if (row.kind === 'card.bind') return row.state === 'here' && !wasUsed(row);
  const registered = detailsOf(row, 'household.register');
  return row.state === 'here' && (KINDS.has(row.kind) || (registered !== undefined && !isReferredTo(registered)));
}

/** Marks entries as sent, and reads them again: entries withdrawn meanwhile are left out. */
export async function offering(credential: string, batch: EntryRow[]): Promise<EntryRow[]> {
  const highest = Math.max(0, ...batch.map((row) => row.seq));
  const tx = (await store()).transaction(['worker', 'entry'], 'readwrite', STRICT);
  const worker = await tx.objectStore('worker').get(credential);
  if (worker === undefined || highest <= (worker.offeredThrough ?? 0)) return batch;
  await tx.objectStore('worker').put({ ...worker, offeredThrough: highest });
  const now = await Promise.all(batch.map((row) => tx.objectStore('entry').get(row.id)));
  await tx.done;
  return now.filter((row) => row !== undefined);
}

/** Whether an entry may have left the phone. Phones of before 0.6 have no mark until they have sent once. */
const offered = ({ offeredThrough }: WorkerRow, { seq }: EntryRow): boolean => seq <= (offeredThrough ?? seq);

/** Withdraws an entry. False when it may have been sent: then it stays. */
export async function takeBack(id: string): Promise<boolean> {
  const who = present();
  const before = await (await store()).get('entry', id);
  if (before === undefined) return false;
  const record = {
    id: uuid7(),
    device_seq: before.seq,
    kind: 'entry.withdrawn',
    schema: 1,
    occurred_at: new Date().toISOString(),
    payload: {},
  };
  const text = new TextEncoder();
  const sealed = toBase64(await seal(text.encode(JSON.stringify(record)), who.row.sealKey, who.row.recipient));
  const local: Local = { title: '' };
  const empty: EntryRow = {
    ...before,
    id: record.id,
    kind: record.kind,
    sealed,
    was: before.was ?? (await sha256(text.encode(before.sealed))),
    local: await boxJSON(who.key, local),
  };
  const tx = (await store()).transaction(['worker', 'entry', 'photo'], 'readwrite', STRICT);
  const worker = await tx.objectStore('worker').get(before.credential);
  const now = await tx.objectStore('entry').get(id);
  if (worker === undefined || now?.state !== 'here' || now.sealed !== before.sealed || offered(worker, now))
    return false;
  const photos = await tx.objectStore('photo').index('byCredential').getAll(before.credential);
  await Promise.all([
    tx.objectStore('entry').delete(id),
    tx.objectStore('entry').add(empty),
    ...photos.filter((photo) => photo.entry === id).map((photo) => tx.objectStore('photo').delete(photo.id)),
  ]);
  await tx.done;
  replaceRow(id, empty, local);
  await count();
  return true;
}
