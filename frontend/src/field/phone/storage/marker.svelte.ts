// A second marker of the phone's store, outside IndexedDB. A browser that empties IndexedDB, for space or after a fault, leaves
// it, so that the app knows at once that entries may be lost, and can report their numbers to the server. It holds no
// personal data; its token only submits entries, as the one in the store. In practice mode there is nothing to lose: the marker
// is read, and never written.

import { practising } from './practice';
import type { WorkerRow } from './store';

const NAME = 'tripol.phone';

/** The state of one worker's entries when it was stored last. */
export interface Marker {
  credential: string;
  pushToken: string;
  epoch: number;
  nextSeq: number;
  /** Entries that had not been sent. */
  unsent: number;
}

let lost = $state.raw<Marker[]>([]);

/** Workers whose entries the browser has deleted; they are kept until the server knows. */
export const emptied = (): Marker[] => lost;

function stored(): Marker[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(NAME) ?? '[]');
    return Array.isArray(found) ? (found as Marker[]) : []; // written by this module
  } catch {
    return []; // refused, or unreadable: then there is no second marker
  }
}

function put(markers: Marker[]): void {
  if (practising) return;
  try {
    localStorage.setItem(NAME, JSON.stringify(markers));
  } catch {
    // the browser refuses it too: the store itself is unchanged
  }
}

/** Updates the marker of a worker. Called after the store has changed, so it is never ahead of it. */
export function mark({ credential, pushToken, epoch, nextSeq }: Omit<Marker, 'unsent'>, unsent?: number): void {
  const all = stored();
  const before = all.find((one) => one.credential === credential);
  const highest = Math.max(nextSeq, before?.nextSeq ?? 0);
  const next = { credential, pushToken, epoch, nextSeq: highest, unsent: unsent ?? before?.unsent ?? 0 };
  put([...all.filter((one) => one !== before), next]);
}

/** Entries of all workers of this phone that were unsent when they were counted last; also in practice mode. */
export const unsentAtWork = (): number => stored().reduce((sum, { unsent }) => sum + unsent, 0);

/** Compares the markers with the workers of the store, once at start. A number that was used is never used again. */
export function compareMarkers(rows: readonly WorkerRow[]): Marker[] {
  if (practising) return [];
  const next = new Map(rows.map((row) => [row.credential, row.nextSeq]));
  lost = stored().filter(({ credential, nextSeq }) => nextSeq > (next.get(credential) ?? 0) && nextSeq > 1);
  return lost.filter(({ credential }) => next.has(credential));
}

/** Drops a marker that the server knows of. The screen shows it until the app is opened again. */
export function reported(credential: string): void {
  put(stored().filter((one) => one.credential !== credential));
}

/** Ends the notice: the phone was set up again. */
export function acknowledge(): void {
  lost = lost.filter(({ credential }) => stored().some((one) => one.credential === credential));
}
