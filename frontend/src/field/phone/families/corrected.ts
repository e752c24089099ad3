// This phone's own corrections of families that its pack does not show yet.

import type { Payloads } from '../../../lib/api/types';
import { detailsOf, type Row } from '../outbox/entrydetails';
import { entries } from '../outbox/outbox.svelte';
import { pack } from '../pack/pack.svelte';

/** The corrected answers of a family: only those that change. */
export type Changes = Omit<Payloads['household.amend'], 'household' | 'base_version' | 'base_epoch'>;

/** Which corrections are merged: those that are not sent, those that the pack may lack, or all that the office took. */
export type Which = 'unsent' | 'ahead' | 'all';

/** The newest own answers of each corrected family, by household. An answer that the office has to decide does not count. */
export function ownChanges(which: Which = 'ahead'): Map<string, Changes> {
  const all = new Map<string, Changes>();
  const corrections = entries().filter((row) => row.kind === 'household.amend' && counts(row, which));
  if (corrections.length === 0) return all;
  const carried = new Set<string>(pack()?.families.map((one) => one.household));
  for (const row of corrections.reverse()) {
    const said = detailsOf(row, 'household.amend');
    if (said === undefined) continue;
    const { household, base_version: _, base_epoch: __, ...changes } = said;
    if (which === 'ahead' && row.state === 'sent' && carried.has(household) && isInPack(row)) continue;
    all.set(household, merged(all.get(household), changes));
  }
  return all;
}

function counts(row: Row, which: Which): boolean {
  const unsent = row.state === 'here' || row.state === 'deferred';
  return unsent || (which !== 'unsent' && row.state === 'sent');
}

/** Whether the pack was issued after the office took a correction. */
const isInPack = (row: Row): boolean => row.sentAt <= (pack()?.takenAt ?? '');

function merged(before: Changes | undefined, later: Changes): Changes {
  if (before?.people == null || later.people == null) return { ...before, ...later };
  return { ...before, ...later, people: { ...before.people, ...later.people } };
}

const WHOLE = 6; // counts of people

/** The number of people that a correction states; undefined where it does not count them all. */
export function countedIn({ people }: Changes): number | undefined {
  const { unstated: _, ...stated } = people ?? {};
  const numbers = Object.values(stated).filter((n) => n !== null && n !== undefined);
  return numbers.length === WHOLE ? numbers.reduce((sum, n) => sum + n, 0) : undefined;
}

/** What a correction can change of a family in a list. */
interface Listed {
  name: string;
  also_called: string;
  phone4: string;
  area: string;
  size: number;
  sounds?: string[];
}

/** A family as its corrections say. */
export function corrected<K extends Listed>(known: K, changes: Changes | undefined): K {
  if (changes === undefined) return known;
  const { name, also_called, phone, area } = changes;
  const said = { ...known, size: countedIn(changes) ?? known.size };
  if (name != null) said.name = name;
  if (also_called != null) said.also_called = also_called;
  if (phone != null) said.phone4 = phone.slice(-4);
  if (area != null) said.area = area;
  if (name != null || also_called != null) delete said.sounds; // they are those of the old name
  return said;
}
