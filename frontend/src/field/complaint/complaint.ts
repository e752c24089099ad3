// A complaint that a worker writes down for a family.

import type { Payloads } from '../../lib/api/types';
import type { AreaKey, HouseholdId } from '../../lib/ids';
import { fits, sealNote } from '../../lib/sealednote';
import { writtenPlace } from '../phone/outbox/entrydetails';

export const ABOUTS = [
  'not_listed',
  'wrong_damage',
  'not_received',
  'asked_for_money',
  'treated_badly',
  'other',
  'private',
] as const;
export type About = (typeof ABOUTS)[number];

export const ANSWERS = ['visit', 'phone', 'none'] as const;
export type Answer = (typeof ANSWERS)[number];

export interface ComplaintDraft {
  area: AreaKey | '';
  /** The name of a place that is not listed, written under the area. Drafts of earlier versions have none. */
  written?: string;
  about: About | null;
  text: string;
  answerBy: Answer | null;
}

export const emptyComplaint = (): ComplaintDraft => ({ area: '', about: null, text: '', answerBy: null });

/** Whether the form has an answer: an open, empty form is not unfinished. */
export const begun = (draft: ComplaintDraft): boolean =>
  draft.area !== '' ||
  (draft.written ?? '') !== '' ||
  draft.about !== null ||
  draft.text !== '' ||
  draft.answerBy !== null;

/** The text of a private complaint: a written place is in no clear text. */
const sealed = ({ written = '', text }: ComplaintDraft): string =>
  [written.trim(), text].filter((part) => part !== '').join('\n');

/** The ids of missing fields; a complaint without a fixed subject needs a text. */
export function missing(draft: ComplaintDraft, family: boolean): string[] {
  const gaps: string[] = [];
  if (!family && draft.area === '') gaps.push('place-search');
  if (draft.about === null) gaps.push('about');
  const wordless = draft.text.trim() === '' && (draft.about === 'other' || draft.about === 'private');
  if (wordless || (draft.about === 'private' && !fits(sealed(draft)))) gaps.push('complaint-text');
  if (draft.answerBy === null) gaps.push('answer-by');
  return gaps;
}

/** The payload of grievance.take. A private text is encrypted here; no plain text is sent. */
export async function payload(
  id: string,
  household: HouseholdId | '',
  draft: ComplaintDraft,
  key: string,
): Promise<Payloads['grievance.take']> {
  const { area, about, answerBy } = draft;
  const whose = household === '' ? area !== '' && { area } : { household };
  if (whose === false || about === null || answerBy === null) throw new Error('the complaint has gaps');
  const said = { id, ...whose, about, answer_by: answerBy };
  if (about === 'private')
    return { ...said, sealed: await sealNote(household === '' ? sealed(draft) : draft.text, key) };
  return {
    ...said,
    text: draft.text.trim().normalize('NFC'),
    ...(household === '' ? writtenPlace(draft.written) : {}),
  };
}
