// The first steps of an organisation.

import type { Progress } from '../../lib/api/types';

export const STEPS = ['organisation', 'places', 'items', 'people'] as const;
export type Step = (typeof STEPS)[number];

export function isDone(step: Step, found: Progress): boolean {
  if (step === 'organisation') return true;
  return step === 'people' ? found.people > 1 : found[step] > 0;
}

/** Every step is done. */
export const begun = (found: Progress): boolean => STEPS.every((step) => isDone(step, found));
