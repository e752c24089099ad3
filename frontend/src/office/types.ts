// Closed sets in the order in which the office's screens list them; the server has the same.

import type { components } from '../lib/api/schema';

type Schemas = components['schemas'];

export { COUNTED, CRITERIA, GRADES, HOUSES, PEOPLE, PHONE_OWNERS } from '../lib/family';

export const PICTURES = ['tarpaulin', 'food', 'hygiene', 'other'] as const satisfies readonly Schemas['Picture'][];
export const STORE_KINDS = ['warehouse', 'partner', 'site'] as const satisfies readonly Schemas['StoreKind'][];

export const CARD_REASONS = [
  'lost',
  'damaged',
  'replaced',
  'misused',
] as const satisfies readonly Schemas['CardReason'][];

export const PRIORITY_REASONS = [
  'asked_by_family',
  'visit',
  'danger',
  'recorded_by_mistake',
  'no_longer_applies',
] as const satisfies readonly Schemas['PriorityReason'][];

export const STEPS = [
  'promised',
  'site_ready',
  'plinth',
  'walls',
  'roof',
  'handed_over',
] as const satisfies readonly Schemas['Step'][];
export const RESTS = ['paused', 'stopped'] as const satisfies readonly Schemas['Step'][];
