// The office's form of a registration: the questions of the phone on one page, with the same checks and payload.

import { get } from '../../../lib/api';
import type { Payloads, Similar } from '../../../lib/api/types';
import { type Draft, gaps, payload, phoneOf, stepsOf } from '../../../lib/forms/registration';
import { t } from '../../../lib/i18n.svelte';
import { sealNote } from '../../../lib/sealednote';
import type { Trouble } from '../../work.svelte';

/** How a family can agree to an entry in the office. */
export const OFFICE_CONSENT = ['read_by_me', 'in_writing', 'told_by_phone'] as const;

/** The field of this form that shows a gap of the phone's steps. */
const FIELDS: Record<string, string> = {
  'consent-yes': 'register-consent',
  'place-search': 'register-area',
  'people-women': 'register-people',
  'people-unstated': 'register-people-unstated',
  phone: 'register-phone',
  'private-note': 'register-sealed_note',
};

/** What is missing or wrong in a draft. */
export function troubles(draft: Draft): Trouble[] {
  return stepsOf(draft)
    .filter((step) => step !== 'check')
    .flatMap((step) => gaps(step, draft))
    .map(({ id, key }) => ({ id: FIELDS[id] ?? id, text: t(key) }));
}

/** The registered families that may be the same one, the likeliest first. A family without details resembles nobody. */
export async function alike(draft: Draft): Promise<Similar[]> {
  const query = { name: draft.name.trim(), phone: phoneOf(draft), area: draft.area };
  if (draft.withoutDetails || (query.name === '' && query.phone === '')) return [];
  return (await get('/api/v1/households/similar', { query })).rows;
}

/** The payload, with a sealed note as every registration of a phone has one: its presence discloses nothing. */
export async function sealed(draft: Draft, key: string): Promise<Payloads['household.register']> {
  const said = payload(draft);
  return key === '' ? said : { ...said, sealed_note: await sealNote(draft.privateNote, key) };
}
