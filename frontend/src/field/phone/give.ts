// A handover, settled before the next one begins: with a line the office decides before the goods leave the hand; without
// one, or when no answer comes within two seconds, it is recorded as what has happened. One handover has one id.

import { deliver, prepare } from '../../lib/api';
import { Problem } from '../../lib/problem';
import type { Collector } from '../types';
import { save } from './outbox.svelte';
import { type Entitled, markServed } from './pack.svelte';
import { syncState } from './sync.svelte';

const LINE_MS = 2_000;

export interface Handing {
  id: string;
  distribution: string;
  card: string;
  how: 'scan' | 'code';
  collector: Collector;
  row: Entitled;
  place: string;
}

/** How a handover was settled: with the office, or on this phone for now. */
export type Settled = 'given' | 'recorded';

/** Settles a handover. What the office refuses is thrown: then nothing has left the hand. */
export async function settle(handing: Handing): Promise<Settled> {
  if (navigator.onLine && syncState().line !== 'none' && (await give(handing))) {
    await markServed(handing.row.entitlement, { at: new Date().toISOString(), place: handing.place });
    return 'given';
  }
  const { id, distribution, card, how, collector, row } = handing;
  const payload = { id, distribution, entitlement: row.entitlement, card, how, collector, items: row.items };
  await save('handover.record', payload, { title: row.code, entitlement: row.entitlement, payload: { id } });
  return 'recorded';
}

/** Asks the office, for two seconds. True: it said yes. False: it said nothing. */
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
  answer.catch(() => {}); // an answer that comes after the two seconds is told by the record's outcome
  return Promise.race([answer, silence]);
}
