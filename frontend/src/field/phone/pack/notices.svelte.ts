// What the office told of this worker's corrections that met another worker's. Each response of the feed has the whole list.

import type { components } from '../../../lib/api/schema';
import { boxJSON, unboxJSON } from '../crypt/crypt';
import { changeWorker, type Open, whenOpened, worker } from '../storage/vault.svelte';

export type Notice = components['schemas']['Protocol2Notice'];

let all = $state.raw<readonly Notice[]>([]);

/** The notices, newest first. */
export const notices = (): readonly Notice[] => all;
/** Those about a family. */
export const noticesOf = (household: string): readonly Notice[] => all.filter((one) => one.household === household);

whenOpened(
  async ({ key, row }) => {
    all = row.notices === undefined ? [] : await unboxJSON<Notice[]>(key, row.notices);
  },
  () => {
    all = [];
  },
);

/** Stores the list of a response, so that it is read without a network, too. */
export async function keepNotices(who: Open, told: readonly Notice[]): Promise<void> {
  if (JSON.stringify(told) === JSON.stringify(all)) return;
  const boxed = await boxJSON(who.key, told);
  await changeWorker(who.row.credential, (row) => {
    row.notices = boxed;
  });
  if (worker()?.key === who.key) all = told;
}
