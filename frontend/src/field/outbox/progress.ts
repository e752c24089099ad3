// How far sending has come, in families: what a worker registered since the outbox was empty last, and how much of it the
// office has.

import { householdOf, type Row } from '../phone/outbox/entrydetails';

export interface Progress {
  sent: number;
  of: number;
}

/** The families of the entries since the outbox was empty last. A family is sent when all of its entries are. */
export function familiesSent(newestFirst: readonly Row[]): Progress {
  const whole = new Map<string, boolean>();
  for (const row of sinceEmpty(newestFirst)) {
    const household = householdOf(row);
    if (household !== '') whole.set(household, (whole.get(household) ?? true) && row.state !== 'here');
  }
  return { sent: [...whole.values()].filter(Boolean).length, of: whole.size };
}

/** The entries that were saved since all before them had been sent, so that the total stays while they are sent. */
function sinceEmpty(newestFirst: readonly Row[]): Row[] {
  const all = [...newestFirst].reverse();
  let [start, waits, lastSent] = [0, false, ''];
  for (const [i, row] of all.entries()) {
    if (!waits && lastSent !== '' && lastSent <= row.at) start = i;
    if (row.state === 'here') waits = true;
    else if (row.sentAt > lastSent) lastSent = row.sentAt;
  }
  return all.slice(start);
}
