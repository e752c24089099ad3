// What a lost phone held of families, as the server computes it.

import type { DistributionId, HouseholdId } from '../../lib/ids';
import type { Device } from '../devices/device';

export interface Held {
  phone: Device;
  /** When the newest pack that it fetched was issued; null: it fetched none. */
  pack_at: string | null;
  families: number;
  erased: number;
  moved: number;
  in_areas: number;
  registered: number;
  /** Its lists are not all known. */
  unrecorded: boolean;
  /** Places with few families are one row with all their names. */
  areas: { name: string; families: number }[];
  lists: { distribution: DistributionId; name: string; families: number; sealed: boolean }[];
  others: { credential: string; name: string; withdrawn_at: string | null }[];
  /** As it last reported its PIN lock; empty: it does not report it. */
  lock: '' | 'locked' | 'open' | 'wiped';
  wrong_pins: number;
}

export interface Call {
  household: HouseholdId;
  name: string;
  phone: string;
  phone_of: string;
  area_name: string;
  area_name_bn?: string;
  area_name_hi?: string;
  size: number;
  first: boolean;
}

export interface CallList {
  rows: Call[];
  elsewhere: number;
  unknown: number;
}

const HOURS_MS = 3600 * 1000;
const INTIMATION_HOURS = 72;
const ZONE = '+05:30';

/** The moment of a date and a clock time in India; null while they are not both there. */
export function momentOf(day: string, clock: string): string | null {
  const moment = Date.parse(`${day}T${clock}:00${ZONE}`);
  return Number.isNaN(moment) ? null : new Date(moment).toISOString();
}

/** A moment as the date and the clock time of India that fields hold. */
export function fieldsOf(moment: string): { day: string; clock: string } {
  const there = new Date(Date.parse(moment) + 5.5 * HOURS_MS).toISOString();
  return { day: there.slice(0, 10), clock: there.slice(11, 16) };
}

/** Until when the Data Protection Board has to have the details. */
export const deadlineOf = (discovered: string): string =>
  new Date(Date.parse(discovered) + INTIMATION_HOURS * HOURS_MS).toISOString();
