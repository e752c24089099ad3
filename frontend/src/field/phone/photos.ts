// Photos on their way, and those that have gone. What was sent stays here as long as its entry does, so that a server that
// was put back gets it again; where room is short it is the first to go. The index of what waits also says how large.

import { type PhotoRow, STRICT, store } from './store';

const MOST = Number.MAX_SAFE_INTEGER;
const waiting = (): IDBKeyRange => IDBKeyRange.bound([1, 0], [1, MOST]);
const keptThoughSent = (): IDBKeyRange => IDBKeyRange.bound([0, 1], [0, MOST]);

/** How many photos wait and how large they are; no picture is read. */
export async function photosWaiting(): Promise<{ count: number; bytes: number }> {
  const sum = { count: 0, bytes: 0 };
  const index = (await store()).transaction('photo').store.index('byWaits');
  for (let at = await index.openKeyCursor(waiting()); at !== null; at = await at.continue()) {
    sum.count += 1;
    sum.bytes += at.key[1];
  }
  return sum;
}

/** The ids of a worker's photos that wait. */
export async function waitingOf(credential: string): Promise<string[]> {
  const db = await store();
  const own = new Set(await db.getAllKeysFromIndex('photo', 'byCredential', credential));
  return (await db.getAllKeysFromIndex('photo', 'byWaits', waiting())).filter((id) => own.has(id));
}

/** Writes down that a photo has come, or why it was refused. */
export async function photoAnswered(photo: PhotoRow, code: string): Promise<void> {
  const tx = (await store()).transaction('photo', 'readwrite', STRICT);
  await tx.store.put({ ...photo, done: code === '', code, waits: 0 });
  await tx.done;
}

/** Offers the photos of entries again that were sent and are still here. */
export async function offerPhotosAgain(credential: string, entries: Set<string>): Promise<void> {
  const tx = (await store()).transaction('photo', 'readwrite', STRICT);
  for await (const cursor of tx.store.index('byCredential').iterate(credential)) {
    const photo = cursor.value;
    if (photo.done && photo.sealed.length > 0 && entries.has(photo.entry))
      await cursor.update({ ...photo, done: false, waits: 1 });
  }
  await tx.done;
}

/** Forgets the photos that came with entries. One that never arrived stays. */
export async function forgetPhotos(entries: Set<string>): Promise<void> {
  const tx = (await store()).transaction('photo', 'readwrite', STRICT);
  for await (const cursor of tx.store) if (cursor.value.done && entries.has(cursor.value.entry)) await cursor.delete();
  await tx.done;
}

/** Makes room: the pictures that were sent go, and that they were sent stays. */
export async function dropSentPhotos(): Promise<void> {
  const tx = (await store()).transaction('photo', 'readwrite', STRICT);
  for await (const cursor of tx.store.index('byWaits').iterate(keptThoughSent())) {
    if (cursor.value.done) await cursor.update({ ...cursor.value, sealed: new Uint8Array(0), bytes: 0 });
  }
  await tx.done;
}
