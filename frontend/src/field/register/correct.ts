// Correction of a registration that is still unsent: its answers become a draft again, and the entry is withdrawn.

import { type Draft, emptyDraft } from '../../lib/forms/registration';
import type { Details } from '../phone/outbox/entrydetails';
import { takeBack } from '../phone/outbox/takeback';
import { dropDraft, keepDraft } from './draft.svelte';

/** The draft of a saved registration. The phone has not kept the private reason: it is asked again. */
export function draftOf(said: Details['household.register'], areaName: string): Draft {
  const { id, area, landmark, name, phone, phone_of, people, criteria, house, consent, not_same_as } = said;
  return {
    ...emptyDraft(id),
    consent: true,
    ...(consent.details === 'refused' ? { withoutDetails: true } : {}),
    language: consent.language,
    area,
    areaName,
    landmark,
    name,
    alsoCalled: said.also_called,
    hasPhone: phone === '' ? 'no' : 'yes',
    phone,
    phoneOf: phone_of === '' ? null : phone_of,
    people: { ...people },
    criteria: [...(criteria ?? [])],
    house: house || null,
    judged: Object.fromEntries((not_same_as ?? []).map((other) => [other, 'different'] as const)),
  };
}

/**
 * Opens a registration for correction, and returns false when it may have been sent: then it stays. The draft is on disk
 * before the entry is withdrawn; a phone that goes off in between has the entry, and the draft is not offered.
 */
export async function reopen(entry: string, draft: Draft): Promise<boolean> {
  await keepDraft(draft, 'check');
  if (await takeBack(entry)) return true;
  await dropDraft(draft.id);
  return false;
}
