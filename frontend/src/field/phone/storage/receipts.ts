// Retention of sent entries.

import { forgetPhotos } from './photos';
import { STRICT, store } from './store';

const KEEP_MS = 30 * 24 * 3600 * 1000;

/** Deletes entries that were sent, are in a backup and are at least thirty days old, with their photos. */
export async function forgetReceipts(credential: string, backedUpThrough: number, now = Date.now()): Promise<void> {
  const gone = new Set<string>();
  const tx = (await store()).transaction('entry', 'readwrite', STRICT);
  for await (const cursor of tx.store) {
    const row = cursor.value;
    const safe = row.sealedAt > 0 && row.sealedAt <= backedUpThrough;
    const old = row.sentAt !== '' && now - Date.parse(row.sentAt) > KEEP_MS;
    if (row.credential !== credential || row.state !== 'sent' || !safe || !old) continue;
    gone.add(row.id);
    await cursor.delete();
  }
  await tx.done;
  if (gone.size > 0) await forgetPhotos(gone);
}
