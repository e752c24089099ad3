// Unfinished answers: on the disk at every answer, so that neither the camera nor a dead battery takes them. They are the
// worker's own and lie under their key.

import { boxJSON, unboxJSON } from './crypt';
import { STRICT, store } from './store';
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

/** Keeps a value under a name. The promise is kept when it is on the disk. */
export function keep(name: string, value: unknown): Promise<void> {
  const who = worker();
  if (who === null) return Promise.resolve(); // the phone has locked itself: what was on the disk stays there
  drafts.set(name, value);
  return after(async () => {
    const key = `${who.row.credential} ${name}`;
    const boxed = await boxJSON(who.key, value);
    const tx = (await store()).transaction('draft', 'readwrite', STRICT);
    await tx.store.put({ key, credential: who.row.credential, value: boxed });
    await tx.done;
  });
}

/** The value kept under a name, or null. */
export function kept<T>(name: string): T | null {
  return (drafts.get(name) as T | undefined) ?? null;
}

/** Forgets a value. The promise is kept when it is gone from the disk: before that nobody reads "Saved". */
export function forget(name: string): Promise<void> {
  drafts.delete(name);
  const { row } = present();
  return after(async () => {
    const tx = (await store()).transaction('draft', 'readwrite', STRICT);
    await tx.store.delete(`${row.credential} ${name}`);
    await tx.done;
  });
}

/** Whether any answers are unfinished: a new version of the app waits for them. */
export const hasDrafts = (): boolean => drafts.size > 0;

/** One write after another, so that the newest answer is the one that stays. */
function after(write: () => Promise<void>): Promise<void> {
  const done = writing.then(write, write);
  writing = done.catch(() => {});
  return done;
}
