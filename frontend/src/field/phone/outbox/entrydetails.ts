// What the screens read of an entry of this phone, by its kind.

import type { Payloads, People } from '../../../lib/api/types';
import type { AreaKey, HouseholdId } from '../../../lib/ids';
import type { Grade } from '../../types';
import type { EntryRow } from '../storage/store';

/** Details of an entry for the screens, encrypted with the worker's key. */
export interface Local<K extends string = string> {
  title: string;
  entitlement?: string;
  payload?: K extends keyof Details ? Details[K] : unknown;
}

/** The payload of a draft without gaps: it has every answer. */
export type Registration = Required<Omit<Payloads['household.register'], 'people' | 'sealed_note' | 'written_place'>> &
  Pick<Payloads['household.register'], 'written_place'> & {
    people: People;
  };

/** The field of a payload with the name of a place that is not listed; none of a listed one. */
export function writtenPlace(name = ''): { written_place?: string } {
  const written = name.trim().normalize('NFC');
  return written === '' ? {} : { written_place: written };
}

/** The code of the private reason among the criteria on screen, and in drafts of earlier versions. */
export const PRIVATE_REASON = 'private_reason';

/** The payload without the private reason: all that the phone may show of a registration that is saved. */
export function shownAfterSaving<Said extends { private_reason?: number; criteria?: readonly string[] | null }>(
  said: Said,
): Omit<Said, 'private_reason'> {
  const { private_reason: _, ...shown } = said;
  const { criteria } = said;
  if (!Array.isArray(criteria)) return shown;
  return { ...shown, criteria: criteria.filter((one) => one !== PRIVATE_REASON) };
}

/** What the screens read of an entry, by its kind: a part of its payload, or what the payload does not say. */
export interface Details {
  'household.register': Omit<Registration, 'private_reason'>;
  'household.amend': Payloads['household.amend'];
  'damage.assess': Pick<Payloads['damage.assess'], 'household'> & { grade: Grade };
  'card.bind': Pick<Payloads['card.bind'], 'household'>;
  'grievance.take': { household?: HouseholdId | ''; area?: AreaKey | '' };
  'situation.report': Payloads['situation.report'];
  'handover.record': Required<Pick<Payloads['handover.record'], 'id' | 'distribution' | 'items'>> & { offList: string };
  'handover.undo': Payloads['handover.undo'];
}

/** The details of an entry of a kind; undefined for another kind, and where this phone stored none. */
export function detailsOf<K extends keyof Details>(row: Row, kind: K): Details[K] | undefined {
  return row.kind === kind ? (row.local.payload as Details[K] | undefined) : undefined; // written by `save`
}

export interface Row extends Omit<EntryRow, 'local' | 'sealed'> {
  local: Local;
  bytes: number;
}
