// Turns what went wrong into a sentence of the reader's language.

import { dateTime, has, t } from './i18n.svelte';
import { Problem } from './problem';

/** The sentence for any error: fault.<code> when we have it, else the plain "did not work" with the code to tell the office. */
export function explain(error: unknown): string {
  if (!(error instanceof Problem)) return t('problem.unknown', { code: error instanceof Error ? error.name : 'error' });
  const at = error.numbers['at'];
  const numbers =
    typeof at === 'string' && !Number.isNaN(Date.parse(at)) ? { ...error.numbers, at: dateTime(at) } : error.numbers;
  const key = `fault.${error.code}`;
  return has(key) ? t(key, numbers) : t('problem.unknown', { code: error.code });
}
