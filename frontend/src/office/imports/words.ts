// Names of fields, states and reasons in the reader's language.

import type { Job, RowProblem } from '../../lib/api/types';
import { has, t } from '../../lib/i18n.svelte';
import type { Tone } from '../../lib/ui/statuses';

/** The name of a field of a list; people and criteria have theirs already. */
export function fieldName(field: string): string {
  if (field.startsWith('criteria.') || (field.startsWith('people.') && field !== 'people.size')) return t(field);
  return t(`import.field.${field.replaceAll('.', '_')}`);
}

/** Why a row was not kept, in the reader's language where we have the words. */
export function reason(problem: Pick<RowProblem, 'code' | 'message'>): string {
  for (const key of [`import.why.${problem.code}`, `fault.${problem.code}`]) if (has(key)) return t(key);
  return problem.message;
}

export const TONE_OF_ROW: Record<RowProblem['status'], Tone> = { held: 'look', refused: 'stop', noted: 'info' };

export const TONES: Record<Job['state'], Tone> = {
  waiting: 'info',
  running: 'info',
  done: 'ok',
  failed: 'stop',
  cancelled: 'off',
};

export const stateName = (job: Job): string => t(`job.state.${job.state}`);

const SILENT_MS = 120_000;

/** Whether a running job has said nothing for two minutes. */
export function stuck(job: Job, now: number): boolean {
  return job.state === 'running' && job.beat_at !== null && now - Date.parse(job.beat_at) > SILENT_MS;
}

export const over = (job: Job): boolean => job.state !== 'waiting' && job.state !== 'running';
