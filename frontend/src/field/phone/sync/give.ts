// A handover, completed before the next one starts. Online, the office decides before the goods are handed over; offline, or
// without a response within two seconds, the handover is recorded as a fact. Both have the same id.

import { deliver, prepare } from '../../../lib/api';
import type { Collector, LessReason, OffListReason, Payloads } from '../../../lib/api/types';
import type { DistributionId, ItemId } from '../../../lib/ids';
import { Problem } from '../../../lib/problem';
import type { PlaceNames } from '../../types';
import { save } from '../outbox/outbox.svelte';
import { type Entitled, markServed } from '../pack/pack.svelte';
import { syncState } from './sync.svelte';

const LINE_MS = 2_000;

export interface Handing {
  id: string;
  distribution: DistributionId;
  /** The scanned or typed code; empty for a family that was found without its card. */
  card: string;
  how: 'scan' | 'code' | 'search';
  collector: Collector;
  /** The row of the list; null for a family that is not on it. */
  row: Entitled | null;
  items: { item: ItemId; quantity: number }[];
  lessReason: LessReason | '';
  offList: OffListReason | '';
  place: PlaceNames;
}

/** Where a handover was recorded: at the office, or on this phone until it is sent. */
export type Settled = 'given' | 'recorded';

/** Records a handover. A refusal is thrown: then no goods are handed over. */
export async function settle(handing: Handing): Promise<Settled> {
  const { row } = handing;
  const whole = row !== null && handing.card !== '' && handing.lessReason === '';
  if (whole && navigator.onLine && syncState().line !== 'none' && (await give(handing))) {
    await markServed(row.entitlement, { at: new Date().toISOString(), ...handing.place });
    return 'given';
  }
  const { id, distribution, card, how, collector, items, lessReason, offList } = handing;
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
  const title = row?.code ?? (how === 'code' ? card : '');
  await save('handover.record', payload, {
    title,
    ...(row === null ? {} : { entitlement: row.entitlement }),
    payload: { id, distribution, items: given, offList },
  });
  return 'recorded';
}

/** Requests the handover, with a timeout of two seconds. True: accepted. False: no response. */
async function give({ id, distribution, card, collector }: Handing): Promise<boolean> {
  const entry = prepare('handover.give', { id, distribution, card, collector });
  const silence = new Promise<false>((resolve) => setTimeout(() => resolve(false), LINE_MS));
  const answer = deliver(entry).then(
    () => true as const,
    (error: unknown) => {
      if (error instanceof Problem && error.retryable) return false as const;
      throw error;
    },
  );
  answer.catch(() => {}); // a later response is superseded by the outcome of the record
  return Promise.race([answer, silence]);
}
