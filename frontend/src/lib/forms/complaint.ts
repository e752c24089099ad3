// A complaint that a worker writes down for a family.

import type { Payloads } from '../api/types';
import { phoneDigits } from '../digits';
import type { AreaKey, HouseholdId } from '../ids';
import { fits, sealNote } from '../sealednote';
import { writtenPlace } from './registration';

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

/** Who complains: related to the family, or without a name. */
export const WHO = ['self', 'family', 'neighbour', 'other', 'unsaid'] as const;
export type Who = (typeof WHO)[number];

/** How the answer reaches who complains. */
export const REACHES = ['worker', 'phone', 'neighbour', 'camp', 'none'] as const;
export type Reach = (typeof REACHES)[number];

export interface ComplaintDraft {
  area: AreaKey | '';
  /** The name of a place that is not listed, written under the area. Drafts of earlier versions have none. */
  written?: string;
  about: About | null;
  text: string;
  /** Drafts of earlier versions have none of these. */
  who?: Who | null;
  name?: string;
  reach?: Reach | null;
  phone?: string;
  at?: string;
}

export const emptyComplaint = (): ComplaintDraft => ({
  area: '',
  about: null,
  text: '',
  who: null,
  name: '',
  reach: null,
  phone: '',
  at: '',
});

/** Whether the form has an answer: an open, empty form is not unfinished. */
export const begun = ({
  area,
  about,
  who,
  reach,
  written = '',
  text,
  name = '',
  phone = '',
  at = '',
}: ComplaintDraft) =>
  [area, written, text, name, phone, at].some((value) => value !== '') ||
  [about, who ?? null, reach ?? null].some((value) => value !== null);

/** What there is to fill in beside a choice: which neighbour or camp. */
export const asksWhere = (reach: Reach | null | undefined): boolean => reach === 'neighbour' || reach === 'camp';

/** The text of a private complaint: who complains, how to reach them and a written place are in no clear text. */
const sealed = (draft: ComplaintDraft, family: boolean, inWords: string): string =>
  [inWords, family ? '' : (draft.written ?? '').trim(), draft.text].filter((part) => part !== '').join('\n');

/** The ids of missing fields; a complaint without a fixed subject needs a text. */
export function missing(draft: ComplaintDraft, family: boolean, inWords = ''): string[] {
  const { about, who = null, name = '', reach = null } = draft;
  const gaps: string[] = [];
  const need = (lacks: boolean, id: string): void => {
    if (lacks) gaps.push(id);
  };
  need(!family && draft.area === '', 'place-search');
  need(about === null, 'about');
  const wordless = draft.text.trim() === '' && (about === 'other' || about === 'private');
  need(wordless || (about === 'private' && !fits(sealed(draft, family, inWords))), 'complaint-text');
  need(who === null, 'who');
  need(who !== null && who !== 'unsaid' && !(family && who === 'self') && name.trim() === '', 'complainant');
  need(reach === null, 'answer-by');
  need(reach === 'phone' && !hasPhone(draft, family), 'reach-phone');
  need(asksWhere(reach) && (draft.at ?? '').trim() === '', 'reach-at');
  return gaps;
}

/** Of a registered family its own number will do. */
const hasPhone = ({ phone = '' }: ComplaintDraft, family: boolean): boolean =>
  phone.trim() === '' ? family : phoneDigits(phone) !== null;

/** How the answer is given, for all that read a complaint. */
const ANSWER_BY = { worker: 'visit', neighbour: 'visit', camp: 'visit', phone: 'phone', none: 'none' } as const;

/** Who complains and how to reach them, in the clear. */
function whom({ who, name = '', reach, phone = '', at = '' }: ComplaintDraft): Partial<Payloads['grievance.take']> {
  const complainant = who === 'unsaid' ? '' : clean(name);
  return {
    ...(complainant === '' ? {} : { complainant }),
    ...(who === 'unsaid' || !who ? {} : { relation: who }),
    ...(reach === 'none' || !reach ? {} : { reach }),
    ...(reach === 'phone' && phone.trim() !== '' ? { reach_phone: phoneDigits(phone) ?? '' } : {}),
    ...(asksWhere(reach) ? { reach_at: clean(at) } : {}),
  };
}

const clean = (text: string): string => text.trim().normalize('NFC');

/** The ids of a complaint, and what a private one says of its complainant: words, since only its sealed text has them. */
interface Said {
  id: string;
  reference: string;
  inWords?: string;
}

/** The payload of grievance.take. A private text is encrypted here; no plain text is sent. */
export async function payload(
  { id, reference, inWords = '' }: Said,
  household: HouseholdId | '',
  draft: ComplaintDraft,
  key: string,
): Promise<Payloads['grievance.take']> {
  const { area, about, reach = null } = draft;
  const whose = household === '' ? area !== '' && { area } : { household };
  if (whose === false || about === null || reach === null) throw new Error('the complaint has gaps');
  const said = { id, reference, ...whose, about, answer_by: ANSWER_BY[reach] };
  if (about === 'private') return { ...said, sealed: await sealNote(sealed(draft, household !== '', inWords), key) };
  return {
    ...said,
    ...whom(draft),
    text: clean(draft.text),
    ...(household === '' ? writtenPlace(draft.written) : {}),
  };
}
