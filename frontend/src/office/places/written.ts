// Decisions on the names of places that workers wrote.

import type { Outcome, WrittenPlace } from '../../lib/api/types';
import { t } from '../../lib/i18n.svelte';
import type { Trouble } from '../work.svelte';

/** As many spellings as one decision takes. */
const MOST_SPELLINGS = 50;

/** One record of each spelling: it names the spelling in a decision. */
export const recordsOf = (place: WrittenPlace): string[] =>
  place.spellings.slice(0, MOST_SPELLINGS).map((one) => one.record);

export const spellingMissing = (id: string, records: readonly string[]): Trouble[] =>
  records.length === 0 ? [{ id: `${id}-records`, text: t('written.spelling_missing') }] : [];

/** How many families a decision moved. */
export const familiesMoved = (outcome: Outcome): number => Number(outcome.numbers?.['families'] ?? 0);
