// Drafts of unfinished forms: on disk at every change, so that neither the camera nor an empty battery loses them. They are
// encrypted with the worker's key.

import { boxJSON, unboxJSON } from '../crypt/crypt';
import { draftStored } from './room.svelte';
import { STRICT, store, storeProblem } from './store';
import { present, whenOpened, worker } from './vault.svelte';

let drafts = new Map<string, unknown>();
let writing: Promise<unknown> = Promise.resolve();

whenOpened(
  async (who) => {
    const found = await (await store()).getAllFromIndex('draft', 'byCredential', who.row.credential);
    const read = await Promise.all(
      found.map(async (row) => [nameOf(row.key), await unboxJSON(who.key, row.value)] as const),
    );
    drafts = new Map(read);
  },
  () => {
    drafts = new Map();
  },
);

const nameOf = (key: string): string => key.slice(key.indexOf(' ') + 1);

/** Stores a value under a name. Resolves when it is on disk. */
export function keep(name: string, value: unknown): Promise<void> {
  const who = worker();
  if (who === null) return Promise.resolve(); // the phone is locked: the stored draft is unchanged
  drafts.set(name, value);
  const written = after(async () => {
    const key = `${who.row.credential} ${name}`;
    const boxed = await boxJSON(who.key, value);
    const tx = (await store()).transaction('draft', 'readwrite', STRICT);
    await tx.store.put({ key, credential: who.row.credential, value: boxed });
    await tx.done;
  });
  written.then(
    () => draftStored(),
    (error: unknown) => draftStored(storeProblem(error)), // shown on every screen until a write succeeds
  );
  return written;
}

/** The stored value of a name, or null. */
export function kept<T>(name: string): T | null {
  return (drafts.get(name) as T | undefined) ?? null;
}

/** A value under such a name is no unfinished form: it is kept like one, and no list of drafts has it. */
const isNote = (name: string): boolean => name.startsWith('.');

/** The stored drafts with their names, in the order in which they were first stored. */
export const keptAll = <T>(): { name: string; value: T }[] =>
  [...drafts.keys()].flatMap((name) => {
    if (isNote(name)) return [];
    const value = kept<T>(name);
    return value === null ? [] : [{ name, value }];
  });

/** Deletes a value. Resolves when it is deleted on disk: only then does the screen show "Saved". */
export function forget(name: string): Promise<void> {
  drafts.delete(name);
  const { row } = present();
  return after(async () => {
    const tx = (await store()).transaction('draft', 'readwrite', STRICT);
    await tx.store.delete(`${row.credential} ${name}`);
    await tx.done;
  });
}

/** Whether there are drafts: they delay a new version of the app. */
export const hasDrafts = (): boolean => [...drafts.keys()].some((name) => !isNote(name));

/** Serialises writes, so that the newest value is stored last. */
function after(write: () => Promise<void>): Promise<void> {
  const done = writing.then(write, write);
  writing = done.catch(() => {});
  return done;
}
