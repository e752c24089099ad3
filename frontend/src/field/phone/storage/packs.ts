// The stored pack of each worker. One of protocol 2 has a key of its own: an app of before protocol 2, to which a phone may
// return with its server, finds no pack then and fetches one, instead of failing over a form that it cannot read. The
// version of the database stays for the same reason: an older app could not open it, nor send what is in it.

import { parsed } from '../../../lib/json';
import { type PackRow, STRICT, store } from './store';

const MARK = '/2';

const keysOf = (credential: string): string[] => [credential, credential + MARK];

const protocolOf = (row: PackRow): number => parsed<{ protocol?: number }>(row.manifest).protocol ?? 1;

/** The newest pack of a worker. */
export async function storedPack(credential: string): Promise<PackRow | undefined> {
  const db = await store();
  const rows = await Promise.all(keysOf(credential).map((key) => db.get('pack', key)));
  let newest: PackRow | undefined;
  for (const row of rows) if (row !== undefined && row.takenAt > (newest?.takenAt ?? '')) newest = row;
  return newest === undefined ? undefined : { ...newest, credential };
}

/** Stores a pack in place of any other of its worker, in one write. */
export async function putPack(row: PackRow): Promise<void> {
  const tx = (await store()).transaction('pack', 'readwrite', STRICT);
  for (const key of keysOf(row.credential)) await tx.store.delete(key);
  await tx.store.put({ ...row, credential: protocolOf(row) === 2 ? row.credential + MARK : row.credential });
  await tx.done;
}

/** Changes the stored pack of a worker, if `is` holds for it. */
export async function changePack(
  credential: string,
  is: (row: PackRow) => boolean,
  change: (row: PackRow) => Partial<PackRow>,
): Promise<void> {
  const tx = (await store()).transaction('pack', 'readwrite', STRICT);
  for (const key of keysOf(credential)) {
    const row = await tx.store.get(key);
    if (row !== undefined && is(row)) await tx.store.put({ ...row, ...change(row) });
  }
  await tx.done;
}

/** Deletes the packs of a worker. */
export async function deletePacks(credential: string): Promise<void> {
  const db = await store();
  await Promise.all(keysOf(credential).map((key) => db.delete('pack', key)));
}
