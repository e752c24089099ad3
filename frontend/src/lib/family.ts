// Closed sets of a family's attributes, in display order; the server has the same.

import type { Criterion, House, Mark, People, PhoneOwner } from './api/types';

export const GRADES = [0, 1, 2, 3, 4] as const;

export const HOUSES = ['kutcha', 'semi_pucca', 'pucca', 'hut'] as const satisfies readonly House[];

export const PEOPLE = [
  'women',
  'men',
  'girls',
  'boys',
  'infants',
  'elderly',
] as const satisfies readonly (keyof People)[];

/** The counts that are shown: those of members whose sex and age were not said too. */
export const COUNTED = [...PEOPLE, 'unstated'] as const satisfies readonly (keyof People)[];

export const CRITERIA = [
  'woman_headed',
  'child_headed',
  'elderly_alone',
  'pregnant_or_nursing',
  'infant',
  'disability',
  'chronic_illness',
  'widow',
  'landless',
  'house_on_embankment',
  'documents_lost',
] as const satisfies readonly Criterion[];

export const PHONE_OWNERS = ['self', 'family', 'neighbour'] as const satisfies readonly PhoneOwner[];

export const MARK_NAMES = [
  'fish',
  'boat',
  'lamp',
  'lotus',
  'sun',
  'moon',
  'star',
  'tree',
  'leaf',
  'flower',
  'bird',
  'duck',
  'goat',
  'cow',
  'cat',
  'elephant',
  'butterfly',
  'pot',
  'kite',
  'drum',
  'umbrella',
  'bicycle',
  'bell',
  'key',
] as const satisfies readonly Mark[];

/** The mark of a family by name; undefined without one, and for one that only a newer app can draw. */
export const markOf = (name: string | undefined): (typeof MARK_NAMES)[number] | undefined =>
  MARK_NAMES.find((one) => one === name);
