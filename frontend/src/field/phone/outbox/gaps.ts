// Sequence gaps. The server lists the numbers of this phone that it has not received, after a rollback for instance. What the
// phone still holds is sent again; for the others it answers `gone`. The answer is kept in memory alone: if the app ends
// first, the server lists the numbers again.

import { store } from '../storage/store';
import { offerAgain } from './outbox.svelte';

/** A run of sequence numbers, both ends included. */
export type Range = [number, number];

const MOST = 100; // ranges that one push carries
const AT_ONCE_MS = 60_000;
const gone = new Map<string, Range[]>();
const answeredAt = new Map<string, number>();

/** The ranges for the next push of a worker. */
export const goneOf = (credential: string): Range[] => (gone.get(credential) ?? []).slice(0, MOST);

/** The server has received so many of the ranges. Returns whether others are left. */
export function goneReceived(credential: string, ranges: number): boolean {
  const rest = (gone.get(credential) ?? []).slice(ranges);
  if (rest.length > 0) gone.set(credential, rest);
  else gone.delete(credential);
  return rest.length > 0;
}

/**
 * Offers the listed numbers again as far as they are here. Returns whether to send at once: the first time within a minute. A
 * server that lists more often is answered at the usual pace.
 */
export async function closeGaps(credential: string, listed: Range[] | undefined): Promise<boolean> {
  const nextSeq = (await (await store()).get('worker', credential))?.nextSeq ?? 0;
  const ranges = (listed ?? [])
    .map(([from, to]): Range => [Math.max(1, from), Math.min(to, nextSeq - 1)])
    .filter(([from, to]) => from <= to);
  if (ranges.length === 0) return false;
  const lost = await offerAgain(credential, ranges);
  if (lost.length > 0) gone.set(credential, lost);
  const atOnce = Date.now() - (answeredAt.get(credential) ?? 0) >= AT_ONCE_MS;
  if (atOnce) answeredAt.set(credential, Date.now());
  return atOnce;
}

/** The number of a worker's next entry, when nothing is left to send: the server then knows what it must have. */
export async function numberWhenSent(credential: string): Promise<number | undefined> {
  const tx = (await store()).transaction(['worker', 'entry']);
  const row = await tx.objectStore('worker').get(credential);
  const here = await tx.objectStore('entry').index('byState').getAll('here');
  return here.some((entry) => entry.credential === credential) ? undefined : row?.nextSeq;
}
