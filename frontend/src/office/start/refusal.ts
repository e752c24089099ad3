// The rejected lines of a list of places, in the reader's language.

import type { AreaReport } from '../../lib/api/types';
import { explain } from '../../lib/explain';
import { number, t } from '../../lib/i18n.svelte';
import { Problem, plainNumbers } from '../../lib/problem';

type Refusal = AreaReport['refused'][number];

/** The place of a rejected record in the file: its line, or the number of the feature. */
export function whereOf(report: AreaReport, refused: Refusal): string {
  return t(report.unit === 'line' ? 'places.line' : 'places.feature', { number: number(refused.number) });
}

/** The reason: the message of the code, and the text of the file that was not understood. */
export function reasonOf(refused: Refusal): string {
  const numbers = plainNumbers(refused.numbers);
  const reason = explain(new Problem(refused.code, 409, refused.path, numbers, refused.message));
  return numbers['text'] === undefined ? reason : `${reason} (${numbers['text']})`;
}
