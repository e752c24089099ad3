// What a coordinator's choices about the two typings of a form change: only what was first typed wrongly.

import type { FormBoth, FormDifference, Payloads } from '../../lib/api/types';
import { COUNTED } from '../../lib/family';
import type { AssessmentId } from '../../lib/ids';

type Settle = Payloads['paper.settle'];

/** Fields that a decision only records: what they say is corrected elsewhere, or nowhere. */
export const ELSEWHERE = ['area', 'written_place', 'details', 'filled_at'] as const;

const TEXTS = ['name', 'landmark', 'also_called', 'phone', 'phone_of', 'house', 'mark'];

/** The payload of paper.settle, of the differences whose second value is right. */
export function settlement(both: FormBoth, second: readonly string[], assessment: AssessmentId): Settle {
  const chosen = both.differences.filter((one) => second.includes(one.field));
  const grade = chosen.some(({ field, second: value }) => (field === 'grade' && value !== '') || field === 'worker');
  return {
    household: both.household,
    number: both.number,
    base_version: both.version,
    ...Object.assign({}, ...chosen.map(change)),
    ...peopleOf(chosen),
    ...(grade ? { assessment } : {}),
  } as Settle;
}

function change({ field, second }: FormDifference): Partial<Record<string, unknown>> {
  if (TEXTS.includes(field)) return { [field]: second };
  if (field === 'criteria') return { criteria: second === '' ? [] : second.split(',') };
  if (field === 'grade') return second === '' ? {} : { grade: Number(second) };
  if (field === 'worker' || field === 'card') return second === '' ? {} : { [field]: second };
  return {};
}

function peopleOf(chosen: readonly FormDifference[]): { people?: Record<string, number> } {
  const counts = chosen.filter(({ field }) => (COUNTED as readonly string[]).includes(field));
  return counts.length === 0
    ? {}
    : { people: Object.fromEntries(counts.map((one) => [one.field, Number(one.second)])) };
}
