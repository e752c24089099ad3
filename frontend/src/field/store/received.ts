// Goods whose code this phone has read from the storekeeper's. The storekeeper's entry books them; this phone keeps what it read,
// and tells the office too, by a load with the same id, as soon as there is a network: either of them is enough.

import { deliver, prepare } from '../../lib/api';
import type { DistributionId } from '../../lib/ids';
import { Problem } from '../../lib/problem';
import { keep, kept } from '../phone/storage/drafts';
import { present } from '../phone/storage/vault.svelte';
import { isOffline } from '../phone/sync/office.svelte';
import type { Quantity } from './quantities';

export interface Received {
  id: string;
  distribution: DistributionId;
  items: Quantity[];
  at: string;
  /** When the office was known to have it; empty before. */
  toldAt: string;
}

const NAME = '.received';
const MOST = 100;
const TIMEOUT_MS = 10_000;

/** What this phone has read, newest first. */
export const received = (): Received[] => kept<Received[]>(NAME) ?? [];

/** Keeps a handing. Resolves when it is on disk. */
export async function keepReceived(id: string, distribution: DistributionId, items: Quantity[]): Promise<void> {
  const row = { id, distribution, items, at: new Date().toISOString(), toldAt: '' };
  await keep(NAME, [row, ...received()].slice(0, MOST));
}

/** Whether the office has a handing: it accepted the load, or has the storekeeper's entry. */
async function tell(row: Received): Promise<boolean> {
  const { id, distribution, items, at } = row;
  try {
    const load = prepare('custody.load', { id, device: present().row.credential, distribution, items });
    await deliver({ ...load, occurred_at: at }, TIMEOUT_MS); // handovers since then are out of these goods
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.code === 'duplicate'; // another refusal stays with the storekeeper's entry; it is asked again later
  }
}

/** Tells the office what it was not told yet. Returns whether it learned of any. */
export async function tellReceived(): Promise<boolean> {
  let learned = false;
  for (const row of received().filter(({ toldAt }) => toldAt === '')) {
    if (isOffline() || !(await tell(row))) continue;
    learned = true;
    const toldAt = new Date().toISOString();
    await keep(
      NAME,
      received().map((one) => (one.id === row.id ? { ...one, toldAt } : one)),
    );
  }
  return learned;
}
