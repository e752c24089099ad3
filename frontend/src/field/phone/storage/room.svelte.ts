// Storage quota of the phone. The user is warned before a write fails; photos are refused first, and only photos that were
// sent are deleted to free space.

import { dropSentPhotos } from './photos';

const SHORT = 0.8;
const FULL = 0.95;

let used = $state(0);

/** Estimates the free space. Where the browser has no estimate, writes are allowed until one fails. */
export async function measureRoom(): Promise<void> {
  const told = await navigator.storage?.estimate?.().catch(() => undefined);
  used = told?.quota === undefined || told.quota === 0 ? 0 : (told.usage ?? 0) / told.quota;
  if (roomShort()) await dropSentPhotos();
}

/** Whether the phone is nearly full. */
export const roomShort = (): boolean => used >= SHORT;
/** Whether there is space for photos. */
export const roomForPhotos = (): boolean => used < FULL;

let draftError = $state.raw<unknown>(null);

/** Why the form that is open could not be stored; null while it can. */
export const draftProblem = (): unknown => draftError;

export function draftStored(error: unknown = null): void {
  draftError = error;
}
