// The draft of a registration. It is stored at every change, so that neither a reload nor an empty
// battery loses an answer.

import type { HouseholdId } from '../../lib/ids';
import { uuid7 } from '../../lib/uuid7';
import { detailsOf } from '../phone/outbox/entrydetails';
import { entries } from '../phone/outbox/outbox.svelte';
import { forget, keep, kept } from '../phone/storage/drafts';
import { type Draft, emptyDraft, upgraded } from './registration';

const NAME = 'register';

/** The unfinished registration, or a new one. */
export function openDraft(): Draft {
  return unfinished() ?? emptyDraft(uuid7<HouseholdId>());
}

/** A draft whose registration was saved is finished, although the phone went off before the draft was deleted. */
function unfinished(): Draft | null {
  const earlier = kept<Draft>(NAME);
  const draft = earlier === null ? null : upgraded(earlier);
  const isSaved = entries().some((row) => {
    const id = detailsOf(row, 'household.register')?.id;
    return id !== undefined && row.state !== 'asks' && row.state !== 'settled' && id === draft?.id;
  });
  return isSaved ? null : draft;
}

export function keepDraft(draft: Draft): void {
  void keep(NAME, draft);
}

export function dropDraft(): Promise<void> {
  return forget(NAME);
}

/** Whether there is an unfinished registration. */
export function hasDraft(): boolean {
  return unfinished()?.consent ?? false;
}
