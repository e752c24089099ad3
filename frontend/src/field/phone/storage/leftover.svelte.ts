// What a practice has left on the phone, read when the app opens for work: the finished tasks, which the office is told, and
// the database, which is deleted once the practice was left or is a day old. One that an empty battery ended can be gone
// on with until then. An app that is killed in between reads it again when it opens.

import { openDB } from 'idb';
import { PRACTICE_DATABASE, PRACTISER, type Task } from './practice';
import type { Schema, WorkerRow } from './store';

const LEFTOVER_MS = 24 * 3600 * 1000;

let left = $state(false);

/** Whether practice mode was left just now, and what was practised is deleted. */
export const practiceLeft = (): boolean => left;

/** The worker of practice mode; undefined without its database, which is not made for this. */
async function practiser(): Promise<{ row: WorkerRow | undefined } | undefined> {
  let missing = false;
  try {
    const db = await openDB<Schema>(PRACTICE_DATABASE, undefined, {
      upgrade(_, __, ___, tx) {
        missing = true;
        tx.done.catch(() => {}); // reported by the opening itself
        tx.abort();
      },
    });
    try {
      return { row: await db.get('worker', PRACTISER) };
    } finally {
      db.close();
    }
  } catch (error) {
    if (missing) return undefined;
    throw error;
  }
}

/** Deletes the database, unless a document that practises is open. */
async function remove(): Promise<boolean> {
  const work = async (lock: unknown): Promise<boolean> => {
    if (lock === null) return false;
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.deleteDatabase(PRACTICE_DATABASE);
      request.onsuccess = () => resolve();
      request.onerror = () => reject(request.error ?? new Error('the database was not deleted'));
    });
    return true;
  };
  return (await navigator.locks?.request(PRACTICE_DATABASE, { ifAvailable: true }, work)) ?? false;
}

/** Reads and removes what a practice has left; `report` stores the finished tasks with their worker first. */
export async function collectPractice(
  report: (credential: string, tasks: readonly Task[]) => Promise<unknown>,
  now = Date.now(),
): Promise<void> {
  const found = await practiser();
  if (found === undefined) return;
  const { practice, practised = [] } = found.row ?? {};
  if (practice !== undefined && practised.length > 0) await report(practice.of, practised);
  const old = practice === undefined || now - Date.parse(practice.since) > LEFTOVER_MS;
  if ((practice?.left || old) && (await remove())) left = practice?.left ?? false;
}
