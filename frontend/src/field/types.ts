// The parts of the server's views that the field app shows. A pack and the phone's own entries have less than a view of the
// server: only what both have can be shown.

import type * as api from '../lib/api/types';
import type { Collector, VerdictName } from '../lib/api/types';
import type { GRADES } from '../lib/family';

export { COUNTED, CRITERIA, GRADES, HOUSES, MARK_NAMES, PEOPLE, PHONE_OWNERS } from '../lib/family';

export type Grade = (typeof GRADES)[number];

export const COLLECTORS = ['self', 'family', 'other'] as const satisfies readonly Collector[];

export type Area = Pick<api.Area, 'area' | 'level' | 'name' | 'name_bn'> & {
  name_hi?: string; // not in packs of older servers
  parent_name?: string;
  parent_name_bn?: string;
  parent_name_hi?: string | undefined;
};

export type AreaNames = Pick<api.Household, 'area_name' | 'area_name_bn' | 'area_name_hi'>;

export type Household = AreaNames &
  Pick<api.Household, 'id' | 'name' | 'also_called' | 'phone_last4' | 'size' | 'house' | 'grade' | 'verified' | 'card'>;

export type Due = Pick<api.Due, 'item' | 'name' | 'name_bn' | 'name_hi' | 'picture' | 'quantity'>;

/** The store of a distribution in each language. Packs of an earlier server have the English name only. */
export type PlaceNames = Pick<api.Verdict, 'place'> & Partial<Pick<api.Verdict, 'place_bn' | 'place_hi'>>;

/**
 * A verdict of the office or of this phone; closed: the worker has counted the goods here, and handed out nothing since;
 * real_card: in practice mode, where nothing is given for a real card.
 */
export type ShownVerdict = VerdictName | 'closed' | 'real_card';

export type Verdict = PlaceNames &
  Pick<api.Verdict, 'mark' | 'size' | 'at' | 'card_code'> & { verdict: ShownVerdict; items: Due[] };

/** The names alone, of a site, an event or a refusal. */
export const placeNames = ({ place = '', place_bn = '', place_hi = '' }: Partial<PlaceNames>): PlaceNames => ({
  place,
  place_bn,
  place_hi,
});

export const VERDICTS = [
  'give',
  'already_given',
  'not_on_list',
  'withdrawn',
  'not_ours',
  'altered',
  'expired',
  'finished',
  'closed',
  'real_card',
] as const satisfies readonly ShownVerdict[];
