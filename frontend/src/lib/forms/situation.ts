// The day's situation report: five questions about an area, from the best answer to the worst.

import type { Payloads } from '../api/types';
import type { AreaKey } from '../ids';
import { writtenPlace } from './registration';

export const QUESTIONS = [
  { name: 'flooded', answers: ['none', 'part', 'most'] },
  { name: 'power', answers: ['working', 'partly', 'out'] },
  { name: 'water', answers: ['safe', 'unsafe', 'none'] },
  { name: 'road', answers: ['open', 'foot_or_boat', 'cut_off'] },
  { name: 'market', answers: ['open', 'partly', 'closed'] },
] as const;

type Said = Payloads['situation.report'];
type Question = (typeof QUESTIONS)[number]['name'];
type Answers = { [Q in Question]?: Said[Q] | '' };

export interface SituationDraft {
  area: AreaKey | '';
  /** The name of a place that is not listed, written under the area. Drafts of earlier versions have none. */
  written?: string;
  answers: Answers;
  note: string;
}

export const emptySituation = (): SituationDraft => ({ area: '', answers: {}, note: '' });

/** Whether the form has an answer: an open, empty form is not unfinished. */
export const begun = (draft: SituationDraft): boolean =>
  draft.area !== '' ||
  (draft.written ?? '') !== '' ||
  draft.note !== '' ||
  Object.values(draft.answers).some((answer) => answer !== '');

/** The ids of the unanswered questions. */
export function missing(draft: SituationDraft): string[] {
  const open = QUESTIONS.filter(({ name }) => (draft.answers[name] ?? '') === '').map(({ name }) => name);
  return draft.area === '' ? ['place-search', ...open] : open;
}

/** The payload of situation.report, of a draft without gaps. */
export function payload(id: string, day: string, { area, written, answers, note }: SituationDraft): Said {
  const { flooded, power, water, road, market } = answers;
  if (!area || !flooded || !power || !water || !road || !market) throw new Error('the situation report has gaps');
  return { id, day, area, flooded, power, water, road, market, note: note.trim(), ...writtenPlace(written) };
}

/** The local date of the phone. */
export function today(now = new Date()): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
