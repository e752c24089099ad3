// Requests that a worker waits for. The phone's own answer is shown meanwhile; the office has two seconds, and then the screen
// goes on as without a network: a connection that is there but dead blocks no button.

import { Problem } from '../../../lib/problem';
import { kick, lineLost, syncState } from './sync.svelte';

/** Longest time that a screen waits for the office. */
export const OFFICE_MS = 1_800; // two seconds with what a slow phone needs to show it
const SHOWN_AFTER_MS = 200; // an answer that comes sooner needs no words

let shown = $state(0);

/** Whether a screen waits for the office: each shows so. */
export const asksOffice = (): boolean => shown > 0;

/** Whether the phone knows that it has no connection. */
export const isOffline = (): boolean => syncState().line === 'none' || navigator.onLine === false;

/** Waits for something, and shows that the office is asked. */
export async function whileAsking<T>(work: Promise<T>): Promise<T> {
  let on = false;
  const timer = setTimeout(() => {
    on = true;
    shown += 1;
  }, SHOWN_AFTER_MS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
    if (on) shown -= 1;
  }
}

/** The answer within the time; after it the error of a lost connection, whatever becomes of the request. */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Problem('no_line', 0)), OFFICE_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Asks the office: `request` is given its limit. Without an answer in time the connection counts as lost until the office answers
 * again, so that buttons with an answer of the phone do not wait again.
 */
export async function askOffice<T>(request: (limit: number) => Promise<T>): Promise<T> {
  if (navigator.onLine === false) throw new Problem('no_line', 0);
  try {
    const answer = await whileAsking(inTime(request(OFFICE_MS)));
    if (syncState().line === 'none') void kick(true);
    return answer;
  } catch (error) {
    if (error instanceof Problem && error.code === 'no_line') lineLost();
    throw error;
  }
}
