// Photos of the outbox. A sent photo is kept as long as its entry, so that it can be sent again to a restored server; where
// space is short it is deleted first. The index of unsent photos includes their sizes.

import { type PhotoRow, STRICT, store } from './store';

const MOST = Number.MAX_SAFE_INTEGER;
const waiting = (): IDBKeyRange => IDBKeyRange.bound([1, 0], [1, MOST]);
const keptThoughSent = (): IDBKeyRange => IDBKeyRange.bound([0, 1], [0, MOST]);

/** Number and size of the unsent photos; no image is read. */
export async function photosWaiting(): Promise<{ count: number; bytes: number }> {
  const sum = { count: 0, bytes: 0 };
  const index = (await store()).transaction('photo').store.index('byWaits');
  for (let at = await index.openKeyCursor(waiting()); at !== null; at = await at.continue()) {
    sum.count += 1;
    sum.bytes += at.key[1];
  }
  return sum;
}

/** The ids of a worker's unsent photos. */
export async function waitingOf(credential: string): Promise<string[]> {
  const db = await store();
  const own = new Set(await db.getAllKeysFromIndex('photo', 'byCredential', credential));
  return (await db.getAllKeysFromIndex('photo', 'byWaits', waiting())).filter((id) => own.has(id));
}

/** Stores the outcome of a photo: received, or the fault code. */
export async function photoAnswered(photo: PhotoRow, code: PhotoRow['code']): Promise<void> {
  const tx = (await store()).transaction('photo', 'readwrite', STRICT);
  await tx.store.put({ ...photo, done: code === '', code, waits: 0 });
  await tx.done;
}

/** Marks the sent photos of entries as unsent, where they are still stored. */
export async function offerPhotosAgain(credential: string, entries: Set<string>): Promise<void> {
  const tx = (await store()).transaction('photo', 'readwrite', STRICT);
  for await (const cursor of tx.store.index('byCredential').iterate(credential)) {
    const photo = cursor.value;
    if (photo.done && photo.sealed.length > 0 && entries.has(photo.entry))
      await cursor.update({ ...photo, done: false, waits: 1 });
  }
  await tx.done;
}

/** Deletes the sent photos of entries. Photos that never arrived stay. */
export async function forgetPhotos(entries: Set<string>): Promise<void> {
  const tx = (await store()).transaction('photo', 'readwrite', STRICT);
  for await (const cursor of tx.store) if (cursor.value.done && entries.has(cursor.value.entry)) await cursor.delete();
  await tx.done;
}

/** Frees space: deletes the images of sent photos and keeps their rows. */
export async function dropSentPhotos(): Promise<void> {
  const tx = (await store()).transaction('photo', 'readwrite', STRICT);
  for await (const cursor of tx.store.index('byWaits').iterate(keptThoughSent())) {
    if (cursor.value.done) await cursor.update({ ...cursor.value, sealed: new Uint8Array(0), bytes: 0 });
  }
  await tx.done;
}
