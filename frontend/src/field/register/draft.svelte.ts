// The registration being written. It is kept at every answer, so that neither a reload nor a dead
// battery loses any.

import type { HouseholdId } from '../../lib/ids';
import { uuid7 } from '../../lib/uuid7';
import { forget, keep, kept } from '../phone/drafts';
import { type Draft, emptyDraft } from './registration';

const NAME = 'register';

/** The unfinished registration, or a new one. */
export function openDraft(): Draft {
  return kept<Draft>(NAME) ?? emptyDraft(uuid7<HouseholdId>());
}

export function keepDraft(draft: Draft): void {
  void keep(NAME, draft);
}

export function dropDraft(): void {
  void forget(NAME);
}

/** Whether somebody began a registration and left it. */
export function hasDraft(): boolean {
  return kept<Draft>(NAME)?.consent ?? false;
}
