// A handover, completed before the next one starts. Online, the office decides before the goods are handed over; offline, or
// without a response within two seconds, the handover is recorded as a fact. Both have the same id, and the phone has a record
// of both, with which the worker's list and sums are made and a handover is undone.

import { deliver, prepare } from '../../../lib/api';
import type { Collector, LessReason, OffListReason, Payloads } from '../../../lib/api/types';
import type { DistributionId, ItemId } from '../../../lib/ids';
import { Problem } from '../../../lib/problem';
import { uuid7 } from '../../../lib/uuid7';
import type { PlaceNames } from '../../types';
import { save } from '../outbox/outbox.svelte';
import { type Entitled, markServed, markUndone } from '../pack/pack.svelte';
import { askOffice, isOffline } from './office.svelte';

export interface Handing {
  id: string;
  distribution: DistributionId;
  /** The scanned or typed code; empty for a family that was found without its card. */
  card: string;
  how: 'scan' | 'code' | 'search';
  collector: Collector;
  /** The row of the list; null for a family that is not on it, or on the office's only. */
  row: Entitled | null;
  /** The code on the card, where it is known. */
  code: string;
  items: { item: ItemId; quantity: number }[];
  lessReason: LessReason | '';
  offList: OffListReason | '';
  place: PlaceNames;
}

/** Where a handover was recorded: at the office, or on this phone until it is sent. */
export type Settled = 'given' | 'recorded';

/** Records a handover, and returns how. A refusal is thrown: then no goods are handed over. */
export async function settle(handing: Handing): Promise<{ how: Settled; failure: unknown }> {
  const { row } = handing;
  const whole = handing.offList === '' && handing.card !== '' && handing.lessReason === '';
  if (!(whole && !isOffline() && (await give(handing)))) {
    await record(handing, false);
    return { how: 'recorded', failure: null };
  }
  if (row !== null) await markServed(row.entitlement, { at: new Date().toISOString(), ...handing.place });
  try {
    await record(handing, true);
  } catch (failure) {
    return { how: 'given', failure }; // the goods are handed over; only this phone has no record
  }
  return { how: 'given', failure: null };
}

/** Saves the phone's record. The office recognises by its id a handover that it has decided. */
async function record(handing: Handing, online: boolean): Promise<void> {
  const { id, distribution, card, how, collector, items, lessReason, offList, row } = handing;
  const given = items.filter((line) => line.quantity > 0);
  const payload: Payloads['handover.record'] = {
    id,
    distribution,
    ...(row === null ? {} : { entitlement: row.entitlement }),
    ...(card === '' ? {} : { card }),
    how,
    collector,
    items: given,
    ...(lessReason === '' ? {} : { less_reason: lessReason }),
    ...(offList === '' ? {} : { off_list: offList }),
  };
  await save('handover.record', payload, {
    title: handing.code,
    ...(row === null ? {} : { entitlement: row.entitlement }),
    payload: { id, distribution, items: given, offList, how, online },
  });
}

/** A handover of this phone. */
export interface Handover {
  id: string;
  code: string;
  entitlement: string | undefined;
  /** The office decided it, before it was recorded. */
  online: boolean;
}

/** Records that a handover of this phone was a mistake. */
export async function undoHandover({ id, code, entitlement, online }: Handover): Promise<void> {
  const payload = { id: uuid7(), handover: id, reason: 'by_mistake' as const };
  await save('handover.undo', payload, {
    title: code,
    ...(entitlement === undefined ? {} : { entitlement }),
    payload,
  });
  if (online && entitlement !== undefined) await markUndone(entitlement);
}

/** Requests the handover, with a timeout of two seconds. True: accepted. False: no response. */
async function give({ id, distribution, card, collector }: Handing): Promise<boolean> {
  const entry = prepare('handover.give', { id, distribution, card, collector });
  try {
    await askOffice((limit) => deliver(entry, limit)); // a later response is superseded by the outcome of the record
    return true;
  } catch (error) {
    if (error instanceof Problem && error.retryable) return false;
    throw error;
  }
}
