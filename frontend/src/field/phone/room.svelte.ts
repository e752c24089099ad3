// How much room this phone has left. Who runs short is told before anything fails; photos are the first to be refused, and
// what was not sent is never what goes: the pictures that have been sent do.

import { dropSentPhotos } from './photos';

const SHORT = 0.8;
const FULL = 0.95;

let used = $state(0);

/** Measures anew. Where the browser does not tell, there is room until a write fails. */
export async function measureRoom(): Promise<void> {
  const told = await navigator.storage?.estimate?.().catch(() => undefined);
  used = told?.quota === undefined || told.quota === 0 ? 0 : (told.usage ?? 0) / told.quota;
  if (roomShort()) await dropSentPhotos();
}

/** Whether the phone is nearly full. */
export const roomShort = (): boolean => used >= SHORT;
/** Whether photos still fit. */
export const roomForPhotos = (): boolean => used < FULL;
