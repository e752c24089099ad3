// Drafts of corrections: the confirmed answers and the one being typed, stored at every change.

import type { Draft } from '../../lib/forms/registration';
import type { HouseholdId } from '../../lib/ids';
import type { Said } from '../phone/families/correction';
import { forget, keep, kept } from '../phone/storage/drafts';
import type { Group } from './answers';

export interface CorrectionDraft {
  said: Said;
  /** A group of answers that is not taken yet, in the form of a registration. */
  typed: { group: Group; draft: Draft } | null;
}

const nameOf = (household: HouseholdId): string => `correct.${household}`;

/** The unfinished correction of a family. */
export const keptCorrection = (household: HouseholdId): CorrectionDraft =>
  kept<CorrectionDraft>(nameOf(household)) ?? { said: {}, typed: null };

/** Stores the draft of a correction, or deletes it when it changes no field. */
export function keepCorrection(household: HouseholdId, draft: CorrectionDraft): Promise<void> {
  const isEmpty = Object.keys(draft.said).length === 0 && draft.typed === null;
  return isEmpty ? forget(nameOf(household)) : keep(nameOf(household), draft);
}
