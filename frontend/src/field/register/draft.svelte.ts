// The registration being written. It is kept at every answer, so that a reload loses nothing.

import type { HouseholdId } from '../../lib/ids';
import { forget, keep, kept } from '../../lib/keep';
import { uuid7 } from '../../lib/uuid7';
import { type Draft, emptyDraft } from './registration';

const NAME = 'register';

/** The unfinished registration, or a new one. */
export function openDraft(): Draft {
  return kept<Draft>(NAME) ?? emptyDraft(uuid7<HouseholdId>());
}

export function keepDraft(draft: Draft): void {
  keep(NAME, draft);
}

export function dropDraft(): void {
  forget(NAME);
}

/** Whether somebody began a registration and left it. */
export function hasDraft(): boolean {
  return kept<Draft>(NAME)?.consent ?? false;
}
