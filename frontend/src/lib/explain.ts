// Error messages in the reader's language.

import { dateTime, has, language, t, tn } from './i18n.svelte';
import { type Numbers, Problem } from './problem';

/** The message of an error: fault.<code> where there is one, else a general message with the code. */
export function explain(error: unknown): string {
  if (!(error instanceof Problem)) return t('problem.unknown', { code: error instanceof Error ? error.name : 'error' });
  const key = `fault.${error.code}`;
  return has(key) ? t(key, readable(error.numbers)) : t('problem.unknown', { code: error.code });
}

/** The parameters of an error's message: a timestamp as date and time, a wait in seconds or minutes, an item by name. */
function readable(numbers: Numbers): Numbers {
  const { at, retry_after_seconds: seconds } = numbers;
  return {
    ...numbers,
    ...(typeof at === 'string' && !Number.isNaN(Date.parse(at)) ? { at: dateTime(at) } : {}),
    ...(typeof seconds === 'number' ? { wait: waitOf(seconds) } : {}),
    ...itemOf(numbers),
  };
}

const LONGEST_IN_SECONDS = 90;

function waitOf(seconds: number): string {
  return seconds <= LONGEST_IN_SECONDS ? tn('wait.seconds', seconds) : tn('wait.minutes', Math.ceil(seconds / 60));
}

/** The name of an item in the reader's language, where the refusal has one; else its first name, else its code. */
function itemOf(numbers: Numbers): Numbers {
  const name = numbers[`item_name_${language()}`] || numbers['item_name'];
  return typeof name === 'string' && name !== '' ? { item: name } : {};
}
