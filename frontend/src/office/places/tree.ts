// The tree of places: which levels may be below a level, and the code of a place that has none. Pure.

import type { Level } from '../../lib/api/types';
import { asciiDigits } from '../../lib/digits';

const BELOW: Record<Level, readonly Level[]> = {
  state: ['district'],
  district: ['block', 'assembly_constituency'],
  block: ['panchayat', 'village'],
  panchayat: ['village'],
  village: [],
  assembly_constituency: [],
};

export const levelsBelow = (level: Level): readonly Level[] => BELOW[level];

/** The code as typed or, for a place without one, a code of our own made of an id. */
export const codeOf = (typed: string, id: string): string => {
  const code = asciiDigits(typed).trim();
  return code === '' ? `own:${id.replaceAll('-', '').slice(-12)}` : code;
};
