// The complaints that this worker has taken: those of the pack with their state and answer, and those of this phone that the
// office has not confirmed yet.

import type { HouseholdId } from '../../lib/ids';
import { detailsOf, type Row } from '../phone/outbox/entrydetails';
import { entries } from '../phone/outbox/outbox.svelte';
import { type Complaint, pack } from '../phone/pack/pack.svelte';

/** A complaint of this worker, and how far it has come: only on this phone, at the office, answered, or told. */
export interface Followed extends Omit<Complaint, 'state' | 'household'> {
  state: Complaint['state'] | 'here';
  household: HouseholdId | '';
  /** It had a reference that another complaint has: the family must be told that this one has none. */
  lost: boolean;
}

/** All complaints of this worker, the newest first. */
export function followed(): Followed[] {
  const rows = entries().filter((row) => row.state !== 'settled');
  const brought = new Set(rows.map((row) => detailsOf(row, 'grievance.brought')?.grievance));
  const own = new Map(rows.flatMap((row) => ownOf(row)));
  const known = (pack()?.complaints ?? []).map((one) => withOwn(one, own.get(one.grievance), brought));
  const told = new Set(known.map((one) => one.grievance));
  const gone = new Set(rows.filter(isPast).map((row) => detailsOf(row, 'grievance.take')?.grievance));
  const fresh = [...own.values()].filter((one) => !told.has(one.grievance) && !gone.has(one.grievance));
  return [...fresh, ...known];
}

/** The office had it before it issued the pack, which has all that this worker follows: it was erased, or told long ago. */
const isPast = (row: Row): boolean =>
  row.state === 'sent' && pack()?.manifest.protocol === 2 && row.sentAt < (pack()?.takenAt ?? '');

/** A complaint of this phone's own entries; the pack does not have it yet, or no more. */
function ownOf(row: Row): [string, Followed][] {
  const said = detailsOf(row, 'grievance.take');
  if (said?.grievance === undefined || said.about === undefined) return [];
  const { grievance, about, reference = '', household = '' } = said;
  const state = row.state === 'sent' ? 'open' : 'here';
  const lost = row.numbers['reference_taken'] !== undefined;
  return [
    [grievance, { grievance, about, household, state, lost, reference: lost ? '' : reference, taken_at: row.at }],
  ];
}

function withOwn(one: Complaint, own: Followed | undefined, brought: Set<string | undefined>): Followed {
  return {
    ...one,
    household: one.household ?? own?.household ?? '',
    state: brought.has(one.grievance) ? 'brought' : one.state,
    lost: own?.lost ?? false,
  };
}

/** Whether an answer waits to be told by this worker. An officer answers a private complaint. */
export const mustBring = (one: Followed): boolean =>
  one.state === 'settled' && one.about !== 'private' && one.answer_by !== 'none';
