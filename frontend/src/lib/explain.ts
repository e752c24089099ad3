// Error messages in the reader's language.

import { dateTime, has, language, t, tn } from './i18n.svelte';
import { type Numbers, Problem } from './problem';

/** The message of an error: fault.<code> where there is one, else a general message with the code. */
export function explain(error: unknown): string {
  if (!(error instanceof Problem)) return t('problem.unknown', { code: error instanceof Error ? error.name : 'error' });
  const key = `fault.${error.code}`;
  return has(key) ? t(key, readable(error.numbers)) : t('problem.unknown', { code: error.code });
}

/** The parameters of an error's message: a timestamp as date and time, a wait in seconds or minutes, and names. */
function readable(numbers: Numbers): Numbers {
  const { at, retry_after_seconds: seconds } = numbers;
  return {
    ...numbers,
    ...(typeof at === 'string' && !Number.isNaN(Date.parse(at)) ? { at: dateTime(at) } : {}),
    ...(typeof seconds === 'number' ? { wait: waitOf(seconds) } : {}),
    ...namesOf(numbers),
  };
}

const LONGEST_IN_SECONDS = 90;

function waitOf(seconds: number): string {
  return seconds <= LONGEST_IN_SECONDS ? tn('wait.seconds', seconds) : tn('wait.minutes', Math.ceil(seconds / 60));
}

/** What a refusal names: an item, a store, or the place where a family was served. */
const NAMED = ['item', 'store', 'place'] as const;

/** Their names in the reader's language; without these, in English; without any name, their codes. */
function namesOf(numbers: Numbers): Numbers {
  const reader = language();
  const named = NAMED.map((field): [string, string | number | undefined] => [
    field,
    numbers[`${field}_name_${reader}`] || numbers[`${field}_${reader}`] || numbers[`${field}_name`],
  ]);
  const there: Numbers = {};
  for (const [field, name] of named) if (typeof name === 'string' && name !== '') there[field] = name;
  return there;
}
