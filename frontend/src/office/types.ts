// The shapes the office face reads, as the server writes them (internal/web).

import type { PEOPLE } from '../lib/family';
import type {
  AreaKey,
  AssessmentId,
  CampaignId,
  CardBatchId,
  CardId,
  DistributionId,
  EntryId,
  ExceptionId,
  HomeId,
  HouseholdId,
  ItemId,
  MovementId,
  OrganisationId,
  PhotoId,
  PledgeId,
  StoreId,
  WaybillId,
} from '../lib/ids';
import type { Consent } from './households/protection';

export { CRITERIA, GRADES, HOUSES, PEOPLE, PHONE_OWNERS } from '../lib/family';

export interface Area {
  area: AreaKey;
  level: string;
  code: string;
  name: string;
  name_bn: string;
  parent_name: string;
  path: string;
}

export interface Item {
  id: ItemId;
  code: string;
  name: string;
  name_bn: string;
  name_hi: string;
  unit: string;
  unit_bn: string;
  unit_hi: string;
  picture: string;
  common: boolean;
}

export const PICTURES = ['tarpaulin', 'food', 'hygiene', 'other'] as const;
export const STORE_KINDS = ['warehouse', 'partner', 'site'] as const;

export interface Store {
  id: StoreId;
  name: string;
  kind: string;
  area: AreaKey;
  area_name: string;
  area_name_bn?: string;
  area_name_hi?: string;
  organisation: OrganisationId;
  organisation_name: string;
  own: boolean;
  balances: { item: ItemId; quantity: number }[];
}

export interface LedgerRow {
  movement: MovementId;
  at: string;
  kind: string;
  document: string;
  party: string;
  reason: string;
  reverses: MovementId | '';
  reversed_by: MovementId | '';
  item: ItemId;
  in: number;
  out: number;
  balance: number;
  by: string;
}

export interface WaybillLine {
  item: ItemId;
  sent: number;
  received: number | null;
  reason: string;
}

export interface Waybill {
  id: WaybillId;
  number: string;
  state: 'drafted' | 'sent' | 'arrived' | 'closed';
  from_name: string;
  from_name_bn?: string;
  from_name_hi?: string;
  to_name: string;
  to_name_bn?: string;
  to_name_hi?: string;
  sent_at: string;
  incoming: boolean;
  lines: WaybillLine[];
}

export interface Household {
  id: HouseholdId;
  name: string;
  also_called: string;
  phone_last4: string;
  area: AreaKey;
  area_name: string;
  area_name_bn?: string;
  area_name_hi?: string;
  people: Record<(typeof PEOPLE)[number], number>;
  size: number;
  criteria: string[];
  house: string;
  registered_at: string;
  grade: number | null;
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
  grade: number;
  house: string;
  note: string;
  photos: PhotoId[];
  assessed_by: string;
  assessed_at: string;
  verified_grade: number | null;
  verified_by: string;
}

export interface Handover {
  at: string;
  place: string;
  distribution: string;
  items: (Omit<Item, 'id' | 'code'> & { item: ItemId; quantity: number })[];
  given_by: string;
}

export interface Family extends Household {
  version: number;
  phone: string;
  phone_of: string;
  withdrawn_at: string | null;
  consents: Consent[];
  landmark: string;
  mark: string;
  assessments: Assessment[];
  handovers: Handover[];
}

export interface CardBatch {
  id: CardBatchId;
  name: string;
  number: number;
  cards: number;
  printed_at: string;
  bound: number;
}

export interface Card {
  card: CardId;
  code: string;
  state: 'blank' | 'bound' | 'withdrawn' | 'expired';
  reason: string;
  generation: number;
  batch_name: string;
  household: { id: HouseholdId; name: string; size: number } | null;
}

export const CARD_REASONS = ['lost', 'damaged', 'replaced', 'misused'] as const;

export interface Distribution {
  id: DistributionId;
  name: string;
  state: 'planned' | 'approved' | 'open' | 'closed';
  area_name: string;
  area_name_bn?: string;
  area_name_hi?: string;
  store_name: string;
  store_name_bn?: string;
  store_name_hi?: string;
  lines: { item: ItemId; per_household: number }[];
  minimum_grade: number;
  not_served_days: number;
  quantity: number;
  weights: string;
  listed: number;
  included: number;
  served: number;
  digest: string;
  number: string;
  planner: string;
  approver: string;
  mine: boolean;
  planned_at: string;
}

export interface Place {
  household: HouseholdId;
  rank: number;
  grade: number;
  in: 'yes' | 'draw' | 'no';
  household_name: string;
  card_code: string;
  served_at: string | null;
}

/** Why one family has its rank. */
export interface Explanation {
  grade: number;
  /** Codes of the visible needs that count, or null where they are not kept. */
  needs: string[] | null;
}

/** The private reason of a family, as the protection officer sees it. */
export interface Priority {
  private_reason: boolean;
  reason: string;
  by: string;
  at: string | null;
}

export const PRIORITY_REASONS = [
  'asked_by_family',
  'visit',
  'danger',
  'recorded_by_mistake',
  'no_longer_applies',
] as const;

export const STEPS = ['promised', 'site_ready', 'plinth', 'walls', 'roof', 'handed_over'] as const;
export const RESTS = ['paused', 'stopped'] as const;
export type Step = (typeof STEPS)[number] | (typeof RESTS)[number];

export interface Campaign {
  id: CampaignId;
  slug: string;
  name: string;
  name_bn: string;
  home_price_paise: number;
  goal_homes: number;
  pledged_paise: number;
  paid_paise: number;
  homes_by_step: Partial<Record<Step, number>> | null;
}

export interface Pledge {
  id: PledgeId;
  donor: string;
  amount_paise: number;
  paid_paise: number;
  state: 'unpaid' | 'partly_paid' | 'paid' | 'over_paid';
  recorded_at: string;
}

export interface Home {
  id: HomeId;
  number: number;
  area: AreaKey;
  area_name: string;
  area_name_bn?: string;
  area_name_hi?: string;
  step: Step;
  since: string;
}

export interface OpenException {
  /** Names of the people behind the ids of the details. */
  names?: Record<string, string>;
  id: ExceptionId;
  kind: string;
  opened_at: string;
  settled_at: string | null;
  decision: string;
  details: Record<string, unknown> | null;
  may_settle: boolean;
}

/** An act that has no effect before a second person approves it, or before effect_at where nobody may. */
export interface PendingAction {
  entry: EntryId;
  kind: string;
  subject: string;
  asked_by: string;
  asked_at: string;
  effect_at: string | null;
  mine: boolean;
  may_approve: boolean;
  may_object: boolean;
}

export type * from './persontypes';
