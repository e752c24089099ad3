// Consent, history and erasure of a family, as the server writes them (internal/web/protection.go, history.go).

import type { components } from '../../lib/api/schema';
import type { HouseholdId } from '../../lib/ids';
import type { Handover } from '../types';

export const PURPOSES = ['relief', 'photo', 'partner_sharing', 'public_story'] as const;
export type Purpose = (typeof PURPOSES)[number];

export const CONSENT_WAYS = ['told_in_person', 'told_by_phone', 'in_writing', 'read_by_me', 'played'] as const;
export const ERASE_REASONS = ['family_asked', 'registered_by_mistake', 'no_longer_needed'] as const;

export interface Consent {
  purpose: Purpose;
  given: boolean;
  how: string;
  language: string;
  at: string;
  recorded_at: string;
  by: string;
}

export interface Withdrawal {
  id: HouseholdId;
  area_name: string;
  area_name_bn?: string;
  area_name_hi?: string;
  registered_at: string;
  withdrawn_at: string;
  by: string;
  mine: boolean;
}

/** A change of a household. The texts in Bengali and Hindi are empty where the value has no name in that language. */
export type Change = components['schemas']['ChangeView'];

export interface HistoryEvent {
  deed: string;
  by: string;
  device: string;
  occurred_at: string;
  recorded_at: string;
  erased_at: string | null;
  version: number;
  changes: Change[];
  consent: Consent | null;
  grade: number | null;
  agreed: boolean | null;
  photos: number;
  card: string;
  reason: string;
  place: string;
  items: Handover['items'];
}

export interface FamilyHistory {
  id: HouseholdId;
  erased_at: string | null;
  events: HistoryEvent[];
}

/** The answer that stands for a purpose: the newest by when it was said, then by when it came. */
export function standing(consents: readonly Consent[], purpose: Purpose): Consent | null {
  const order = (one: Consent) => [Date.parse(one.at), Date.parse(one.recorded_at)] as const;
  return consents
    .filter((one) => one.purpose === purpose)
    .reduce<Consent | null>((newest, one) => {
      if (newest === null) return one;
      const [at, recorded] = order(one);
      const [newestAt, newestRecorded] = order(newest);
      return at > newestAt || (at === newestAt && recorded >= newestRecorded) ? one : newest;
    }, null);
}

/** Ten minutes between the phone's clock and the server's are worth a word. */
export const clocksDiffer = (event: HistoryEvent): boolean =>
  Math.abs(Date.parse(event.occurred_at) - Date.parse(event.recorded_at)) > 10 * 60 * 1000;
