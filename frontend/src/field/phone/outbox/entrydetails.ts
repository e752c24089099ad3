// What the screens read of an entry of this phone, by its kind.

import type { Payloads } from '../../../lib/api/types';
import type { Registration } from '../../../lib/forms/registration';
import type { AreaKey, HouseholdId, ItemId } from '../../../lib/ids';
import type { Grade } from '../../types';
import type { EntryRow } from '../storage/store';

/** Details of an entry for the screens, encrypted with the worker's key. */
export interface Local<K extends string = string> {
  title: string;
  entitlement?: string;
  payload?: K extends keyof Details ? Details[K] : unknown;
}

/** What the screens read of an entry, by its kind: a part of its payload, or what the payload does not say. */
export interface Details {
  'household.register': Omit<Registration, 'private_reason'>;
  'household.amend': Payloads['household.amend'];
  /** Entries of earlier versions state nothing about photos. */
  'damage.assess': Pick<Payloads['damage.assess'], 'household'> & { grade: Grade; photos?: number; noPhoto?: string };
  'damage.photograph': Pick<Payloads['damage.photograph'], 'household'> & { photos: number };
  'consent.record': Pick<Payloads['consent.record'], 'household' | 'purpose' | 'given'>;
  /** The coordinates leave the phone with the entry, and no screen has them. */
  'household.position': Pick<Payloads['household.position'], 'household'>;
  'card.bind': Pick<Payloads['card.bind'], 'household'>;
  'card.retract': Payloads['card.retract'];
  'damage.verify': { household: HouseholdId | ''; grade: Grade };
  'household.visit': Pick<Payloads['household.visit'], 'household' | 'result' | 'again_on'>;
  /** Entries of earlier versions have the household alone. Nothing says what a private one is about. */
  'grievance.take': {
    household?: HouseholdId | '';
    area?: AreaKey | '';
    grievance?: string;
    reference?: string;
    about?: Payloads['grievance.take']['about'];
  };
  'grievance.brought': { household?: HouseholdId | ''; grievance: string };
  'situation.report': Payloads['situation.report'];
  'handover.record': Required<Pick<Payloads['handover.record'], 'id' | 'distribution' | 'items'>> & {
    offList: string;
    /** Entries of earlier versions have it in their payload only. */
    how?: Payloads['handover.record']['how'];
    /** The office decided it; entries of earlier versions were recorded offline. */
    online?: boolean;
  };
  'custody.close': Pick<Payloads['custody.close'], 'distribution'> &
    Record<'counted' | 'expected', Payloads['handover.record']['items']>;
  'handover.undo': Payloads['handover.undo'];
  /** With what the waybill says was sent, where the phone knew it. */
  'waybill.arrived': Pick<Payloads['waybill.arrived'], 'id' | 'waybill' | 'number' | 'store'> & { lines: CameLine[] };
  'stock.count': Pick<Payloads['stock.count'], 'store'> & { counted: Quantity[] };
  /** `worker`: whose phone it is. `code`: what that phone reads. */
  'custody.handed': Pick<Payloads['custody.handed'], 'id' | 'distribution' | 'device'> & {
    items: Quantity[];
    worker: string;
    code: string;
  };
  /** `handed`: what this phone handed over to that one before, where it knows. */
  'custody.returned': Pick<Payloads['custody.returned'], 'distribution' | 'device'> & {
    counted: Quantity[];
    worker: string;
    handed: Quantity[];
  };
}

export interface Quantity {
  item: ItemId;
  quantity: number;
}

/** What came of an item of a waybill; `sent` is null for what the phone does not know. */
export interface CameLine {
  item: ItemId;
  sent: number | null;
  received: number;
  reason: string;
}

/** The details of an entry of a kind; undefined for another kind, and where this phone stored none. */
export function detailsOf<K extends keyof Details>(row: Row, kind: K): Details[K] | undefined {
  return row.kind === kind ? (row.local.payload as Details[K] | undefined) : undefined; // written by `save`
}

const ABOUT_FAMILIES = [
  'damage.assess',
  'damage.verify',
  'damage.photograph',
  'consent.record',
  'household.position',
  'household.visit',
  'household.amend',
  'card.bind',
  'card.retract',
  'grievance.take',
  'grievance.brought',
] as const;

/** The household that an entry is about, apart from its registration; empty for others. */
export function concerned(row: Row): HouseholdId | '' {
  for (const kind of ABOUT_FAMILIES) {
    const household = detailsOf(row, kind)?.household;
    if (household !== undefined) return household;
  }
  return '';
}

/** The household that an entry is about, also its registration; empty for none. */
export function householdOf(row: Row): HouseholdId | '' {
  return concerned(row) || (detailsOf(row, 'household.register')?.id ?? '');
}

export interface Row extends Omit<EntryRow, 'local' | 'sealed'> {
  local: Local;
  bytes: number;
}
