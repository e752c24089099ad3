// What the state of a distribution and a place on its list look like: a tone with its shape, and a word.

import type { Distribution, Explanation, Rank } from '../../lib/api/types';
import { has, t } from '../../lib/i18n.svelte';
import type { Tone } from '../../lib/ui/statuses';

export const STATE_TONE: Record<Distribution['state'], Tone> = {
  planned: 'look',
  approved: 'info',
  open: 'ok',
  closed: 'off',
};

export const PLACE_TONE: Record<Rank['in'], Tone> = { yes: 'ok', draw: 'look', no: 'off' };

/** A need that counts for the rank, in words. */
export function needName(code: string): string {
  if (code === 'large_household') return t('plan.large_household');
  return has(`criteria.${code}`) ? t(`criteria.${code}`) : code;
}

/** Why one family has its rank, in a sentence: its damage and its visible needs. */
export function because(why: Explanation): string {
  const grade = t(`grade.${why.grade}`);
  if (why.needs === null) return t('plan.because_not_kept', { grade });
  if (why.needs.length === 0) return t('plan.because_none', { grade });
  return t('plan.because', { grade, needs: why.needs.map(needName).join(', ') });
}
