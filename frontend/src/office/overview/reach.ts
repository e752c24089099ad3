// Need and reach of a place, from what the server counts.

import type { Counts, PlaceCounts } from '../../lib/api/types';

export const LEVELS = ['panchayat', 'block', 'district'] as const;

const IN_NEED = 2;

/** Families whose confirmed damage is part, severe or destroyed. */
export const need = (counts: Counts): number => counts.grades.slice(IN_NEED).reduce((sum, n) => sum + n, 0);
/** Families in need that nothing has reached. */
export const waiting = (counts: Counts): number => need(counts) - counts.reached;
/** How much of the need was reached, 0 to 100. */
export const share = (counts: Counts): number => (need(counts) === 0 ? 0 : (100 * counts.reached) / need(counts));

/** Rows in the order of where most still wait; equal ones stay in the order of their places. */
export const byNeed = (rows: readonly PlaceCounts[]): PlaceCounts[] =>
  [...rows].sort((one, other) => waiting(other) - waiting(one));
