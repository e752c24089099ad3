// What the screens read of an entry of this phone, by its kind.

import type { Payloads } from '../../lib/api/types';
import type { Registration } from '../register/registration';
import type { Grade } from '../types';
import type { EntryRow } from './store';

/** Details of an entry for the screens, encrypted with the worker's key. */
export interface Local<K extends string = string> {
  title: string;
  entitlement?: string;
  payload?: K extends keyof Details ? Details[K] : unknown;
}

/** What the screens read of an entry, by its kind: a part of its payload, or what the payload does not say. */
export interface Details {
  'household.register': Omit<Registration, 'private_reason'>;
  'damage.assess': Pick<Payloads['damage.assess'], 'household'> & { grade: Grade };
  'card.bind': Pick<Payloads['card.bind'], 'household'>;
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
