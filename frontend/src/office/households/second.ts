// What comes of a second grade, in words.

import type { Outcome } from '../../lib/api/types';
import { t } from '../../lib/i18n.svelte';
import { plainNumbers } from '../../lib/problem';

/** From this difference on, the server asks for a third look. */
export const FAR_APART = 2;

/** Whether two grades of one house are so different that a third person should look at it. */
export const farApart = (first: number, second: number): boolean => Math.abs(first - second) >= FAR_APART;

/** How the two grades compare; the first is known from the answer only. */
export function bothGrades(outcome: Outcome): { text: string; far: boolean } {
  const { was, grade } = plainNumbers(outcome.numbers);
  if (was === undefined || grade === undefined || was === grade) return { text: t('verify.saved_office'), far: false };
  const values = { first: t(`grade.${was}`), second: t(`grade.${grade}`) };
  const far = farApart(Number(was), Number(grade));
  return { text: t(far ? 'second.far_apart' : 'second.differ', values), far };
}
