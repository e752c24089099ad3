// What the state of a distribution and a place on its list look like: a tone with its shape, and a word.

import { has, t } from '../../lib/i18n.svelte';
import type { Tone } from '../../lib/ui/statuses';
import type { Distribution, Place } from '../types';

export const STATE_TONE: Record<Distribution['state'], Tone> = {
  planned: 'look',
  approved: 'info',
  open: 'ok',
  closed: 'off',
};

export const PLACE_TONE: Record<Place['in'], Tone> = { yes: 'ok', draw: 'look', no: 'off' };

// The weights name a grade's points by these codes; people know the grade by its own words.
const GRADE_OF: Record<string, number> = { destroyed: 4, severe: 3, moderate: 2, minor: 1 };

/** A reason for a place on the list, in words. */
export function reasonName(code: string): string {
  const grade = GRADE_OF[code];
  if (grade !== undefined) return t(`grade.${grade}`);
  if (code === 'large_household') return t('plan.large_household');
  return has(`criteria.${code}`) ? t(`criteria.${code}`) : code;
}
