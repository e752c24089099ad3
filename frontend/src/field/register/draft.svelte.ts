// Drafts of registrations, one for each family. A draft is stored at every change, so that neither a reload nor an empty
// battery loses an answer.

import { asking } from '../../lib/address';
import { type Draft, emptyDraft, type Step, upgraded } from '../../lib/forms/registration';
import type { HouseholdId } from '../../lib/ids';
import { uuid7 } from '../../lib/uuid7';
import { detailsOf } from '../phone/outbox/entrydetails';
import { entries } from '../phone/outbox/outbox.svelte';
import { forget, keep, keptAll } from '../phone/storage/drafts';

/** The name of a family's draft begins with it; before 0.7 a phone had one draft, under the bare name. */
const NAME = 'register';

/** A stored draft, with the step at which it was left. */
export interface KeptDraft extends Draft {
  step?: Step;
}

/** Whether a stored draft is one of a registration. */
export const isRegistration = (name: string): boolean => name === NAME || name.startsWith(`${NAME} `);

const stored = (): { name: string; draft: KeptDraft }[] =>
  keptAll<KeptDraft>()
    .filter(({ name }) => isRegistration(name))
    .map(({ name, value }) => ({ name, draft: { ...value, ...upgraded(value) } }));

/** Unfinished registrations, in the order in which they were begun. */
export const unfinished = (): KeptDraft[] =>
  stored()
    .map(({ draft }) => draft)
    .filter((draft) => draft.consent && !isSaved(draft.id));

/** A draft whose registration was saved is finished, although the phone went off before the draft was deleted. */
const isSaved = (id: HouseholdId): boolean =>
  entries().some(
    (row) => row.state !== 'asks' && row.state !== 'settled' && id === detailsOf(row, 'household.register')?.id,
  );

/** The number of unfinished forms, of registrations and all others. */
export const draftCount = (): number =>
  unfinished().length + keptAll().filter(({ name }) => !isRegistration(name)).length;

/** The unfinished registration with an id, or a new one. */
export function openDraft(id: string): Draft {
  return unfinished().find((draft) => draft.id === id) ?? emptyDraft(uuid7<HouseholdId>());
}

/** Stores a draft, with the step to return to. */
export function keepDraft(draft: Draft, step: Step): Promise<void> {
  const kept: KeptDraft = { ...draft, step };
  return keep(stored().find((one) => one.draft.id === draft.id)?.name ?? `${NAME} ${draft.id}`, kept);
}

/** Deletes the draft with an id. Resolves when it is deleted on disk. */
export async function dropDraft(id: string): Promise<void> {
  const names = stored().filter(({ draft }) => draft.id === id);
  await Promise.all(names.map(({ name }) => forget(name)));
}

/** The address of a step of a draft, or of its comparison with families that may be the same; `change`: it returns to the check. */
export const stepAddress = (id: string, step: Step | 'similar' | 'same', change = false): string =>
  asking(`register/${step}${change ? '/change' : ''}`, { draft: id });
