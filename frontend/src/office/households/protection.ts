// Consent, history and erasure of a family.

import type { components } from '../../lib/api/schema';
import type { Consent, HistoryEvent, Purpose } from '../../lib/api/types';

type Schemas = components['schemas'];

export const PURPOSES = [
  'relief',
  'photo',
  'partner_sharing',
  'public_story',
] as const satisfies readonly Schemas['Purpose'][];

export const CONSENT_WAYS = [
  'told_in_person',
  'told_by_phone',
  'in_writing',
  'read_by_me',
  'played',
] as const satisfies readonly Schemas['ConsentWay'][];
export const ERASE_REASONS = [
  'family_asked',
  'registered_by_mistake',
  'no_longer_needed',
] as const satisfies readonly Schemas['EraseReason'][];

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
