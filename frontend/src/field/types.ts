// Wire types of the field app.

import type { CRITERIA, GRADES, HOUSES, PEOPLE, PHONE_OWNERS } from '../lib/family';
import type { AreaKey, AssessmentId, DistributionId, HouseholdId, ItemId, PhotoId } from '../lib/ids';

export { CRITERIA, GRADES, HOUSES, PEOPLE, PHONE_OWNERS } from '../lib/family';

export type Grade = (typeof GRADES)[number];

export type House = (typeof HOUSES)[number];

export type People = Record<(typeof PEOPLE)[number], number>;

export type Criterion = (typeof CRITERIA)[number];

export type PhoneOwner = (typeof PHONE_OWNERS)[number];

export const COLLECTORS = ['self', 'family', 'other'] as const;
export type Collector = (typeof COLLECTORS)[number];

export interface Area {
  area: AreaKey;
  level: string;
  name: string;
  name_bn: string;
  name_hi?: string; // not in packs of older servers
  parent_name?: string;
  parent_name_bn?: string;
  parent_name_hi?: string | undefined;
  border_km?: number;
}

export interface Similar {
  id: HouseholdId;
  name: string;
  phone_last4: string;
  area_name: string;
  area_name_bn?: string;
  area_name_hi?: string;
  size: number;
  why: ('phone' | 'name' | 'place')[];
}

export interface Household {
  id: HouseholdId;
  name: string;
  also_called: string;
  phone_last4: string;
  area_name: string;
  area_name_bn?: string;
  area_name_hi?: string;
  size: number;
  house: House;
  grade: Grade | null;
  verified: boolean;
  card: string;
}

export interface Assessment {
  id: AssessmentId;
  household: HouseholdId;
  household_name: string;
  area_name: string;
  area_name_bn?: string;
  area_name_hi?: string;
  grade: Grade;
  house: House;
  note?: string;
  photos: PhotoId[];
  assessed_by: string;
  assessed_at: string;
}

export interface Distribution {
  id: DistributionId;
  name: string;
  state: string;
  area_name: string;
  area_name_bn?: string;
  area_name_hi?: string;
  store_name: string;
  store_name_bn?: string;
  store_name_hi?: string;
  included: number;
  served: number;
}

export interface Due {
  item: ItemId;
  name: string;
  name_bn: string;
  name_hi?: string;
  picture: string;
  quantity: number;
}

/** The store of a distribution in each language. Packs of an earlier server have the English name only. */
export interface PlaceNames {
  place: string;
  place_bn?: string;
  place_hi?: string;
}

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
] as const;
export type VerdictName = (typeof VERDICTS)[number];

export interface Verdict extends PlaceNames {
  verdict: VerdictName;
  mark: string;
  size: number;
  items: Due[];
  at: string | null;
  card_code: string;
}
