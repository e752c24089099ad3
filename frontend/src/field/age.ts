// The age of the phone's list in words.

import { tn } from '../lib/i18n.svelte';
import { pack } from './phone/pack/pack.svelte';

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;

export const listAge = (): string => ageOf(pack()?.takenAt ?? '');

/** Minutes in the first hour, hours after it. The minimum is one minute. */
export function ageOf(moment: string, now = Date.now()): string {
  const minutes = Math.max(Math.floor((now - Date.parse(moment)) / MINUTE_MS) || 1, 1);
  return minutes < HOUR_MINUTES ? tn('wait.minutes', minutes) : tn('wait.hours', Math.floor(minutes / HOUR_MINUTES));
}
