// The work that waits for the signed-in person, in numbers: asked for when the office opens, every minute while it is
// looked at, and after each save.

import { get, onSaved } from '../lib/api';
import type { Queue, WaitingWork } from '../lib/api/types';
import { number } from '../lib/i18n.svelte';
import type { Section } from './roles';

const REFRESH_MS = 60_000;
/** The server counts what a save has just changed; several saves in a row are one question. */
const AFTER_SAVE_MS = 400;

/** The queues whose work is done on a page. */
export const QUEUES_OF: Partial<Record<Section, readonly Queue[]>> = {
  pending: ['pending'],
  houses: ['second_grades'],
  written: ['written_places'],
  withdrawals: ['withdrawals'],
  distributions: ['plans'],
  waybills: ['arrivals', 'late_waybills'],
  exceptions: ['exceptions'],
  complaints: ['complaints'],
  devices: ['silent_phones'],
};

export interface Waiting {
  count: number;
  /** There are at least that many. */
  more: boolean;
}

let work = $state.raw<WaitingWork | null>(null);
let failure = $state.raw<unknown>(null);
let busy = $state(false);
let turn = 0;

/** Null until the first answer. */
export const waitingWork = (): WaitingWork | null => work;
export const waitingError = (): unknown => failure;
export const looking = (): boolean => busy;

export async function look(): Promise<void> {
  turn += 1;
  const mine = turn;
  busy = true;
  failure = null;
  try {
    const answer = await get('/api/v1/work');
    if (mine === turn) work = answer;
  } catch (error) {
    if (mine === turn) failure = error;
  } finally {
    if (mine === turn) busy = false;
  }
}

/** Keeps the numbers fresh until the returned function is called, which forgets them: they are one person's. */
export function watchWork(): () => void {
  let soon: ReturnType<typeof setTimeout> | undefined;
  const whenSeen = () => {
    if (document.visibilityState === 'visible') void look();
  };
  const timer = setInterval(whenSeen, REFRESH_MS);
  document.addEventListener('visibilitychange', whenSeen);
  onSaved(() => {
    clearTimeout(soon);
    soon = setTimeout(look, AFTER_SAVE_MS);
  });
  void look();
  return () => {
    clearInterval(timer);
    clearTimeout(soon);
    document.removeEventListener('visibilitychange', whenSeen);
    onSaved(() => {});
    turn += 1;
    work = null;
  };
}

/** What waits on some pages together. */
export function waitingOn(sections: readonly Section[], of: WaitingWork | null = work): Waiting {
  const queues = new Set(sections.flatMap((one) => QUEUES_OF[one] ?? []));
  const found = (of?.queues ?? []).filter((one) => queues.has(one.queue));
  return { count: found.reduce((sum, one) => sum + one.count, 0), more: found.some((one) => one.more) };
}

/** A number of a queue as it is shown: 50+ where it was not counted further. */
export const shownCount = ({ count, more }: Waiting): string => (more ? `${number(count)}+` : number(count));
