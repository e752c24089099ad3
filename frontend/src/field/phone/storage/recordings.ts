// Files of recordings, by their digest, in a database of their own: the version of the phone's database stays, so that an older app
// can open it, and recordings can be deleted without touching anything else. They are spoken in public, and not encrypted.

import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

export interface RecordingRow {
  sha256: string;
  type: string;
  body: Uint8Array<ArrayBuffer>;
}

interface Schema extends DBSchema {
  file: { key: string; value: RecordingRow };
}

let opening: Promise<IDBPDatabase<Schema>> | null = null;

function recordings(): Promise<IDBPDatabase<Schema>> {
  opening ??= openDB<Schema>('tripol-voice', 1, {
    upgrade(db) {
      db.createObjectStore('file', { keyPath: 'sha256' });
    },
    terminated() {
      opening = null;
    },
  });
  return opening;
}

/** The digests of the files on this phone. */
export const recordingsHere = async (): Promise<string[]> => (await recordings()).getAllKeys('file');

export const recordingFile = async (sha256: string): Promise<RecordingRow | undefined> =>
  (await recordings()).get('file', sha256);

export async function putRecording(row: RecordingRow): Promise<void> {
  await (await recordings()).put('file', row);
}

/** Deletes the files that no list names any more. */
export async function dropRecordings(named: ReadonlySet<string>): Promise<void> {
  const db = await recordings();
  for (const sha256 of await db.getAllKeys('file')) if (!named.has(sha256)) await db.delete('file', sha256);
}
