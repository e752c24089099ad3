// Offline verdicts on cards: from the list, the feed, and this phone's own handovers.

import { Problem } from '../../lib/problem';
import type { Row } from '../phone/outbox/entrydetails';
import { allEntries, entries } from '../phone/outbox/outbox.svelte';
import { dayAtLeast, onList, read } from '../phone/pack/card';
import { due, type Entitled, pack, toldServed } from '../phone/pack/pack.svelte';
import { placeNames, type Verdict } from '../types';

/** An offline verdict, with its row of the list. */
export interface Judged {
  verdict: Verdict;
  row: Entitled | null;
}

/** The verdict on a card from local data. An unreadable card throws the same Problem as the server. */
export async function judge(distribution: string, card: string): Promise<Judged> {
  const carried = pack();
  if (carried === null) throw new Problem('no_pack', 0);
  const reading = await read(card, carried, dayAtLeast(carried.takenAt));
  if (reading.is === 'unreadable') throw new Problem('card_unreadable', 422);
  if (reading.is === 'practice') throw new Problem('practice_card', 422);
  const blank: Omit<Verdict, 'verdict'> = { mark: '', size: 0, items: [], at: null, place: '', card_code: '' };
  if (reading.is === 'real') return { verdict: { ...blank, verdict: 'real_card' }, row: null };
  if (reading.is !== 'card' && reading.is !== 'code') return { verdict: { ...blank, verdict: reading.is }, row: null };
  const row = onList(reading, carried.lists.get(distribution) ?? []);
  await allEntries(); // includes this phone's own handovers
  if (row === undefined) return { verdict: { ...blank, verdict: 'not_on_list' }, row: null };
  return judgeRow(distribution, row);
}

/** The verdict on a row of the list. */
export function judgeRow(distribution: string, row: Entitled): Judged {
  const known = { mark: row.mark, size: row.size, items: due(row.items), card_code: row.code };
  const at = given().get(row.entitlement);
  const site = pack()?.sites.find((one) => one.distribution === distribution);
  const served = at === undefined ? toldServed(row) : { at, ...placeNames(site ?? {}) };
  if (served !== null) return { verdict: { ...known, verdict: 'already_given', ...served }, row };
  return { verdict: { ...known, verdict: 'give', at: null, place: '' }, row };
}

let readOf: Row[] | null = null;
let givenAt = new Map<string, string>();

/** Times of this phone's own handovers by entitlement, without those that were undone. */
function given(): Map<string, string> {
  const all = entries();
  if (all === readOf) return givenAt;
  readOf = all;
  givenAt = new Map();
  for (const { kind, at, local } of [...all].reverse()) {
    if (local.entitlement === undefined) continue;
    if (kind === 'handover.record') givenAt.set(local.entitlement, at);
    else if (kind === 'handover.undo') givenAt.delete(local.entitlement);
  }
  return givenAt;
}

/** Number of families of a list that have been served, from local data. */
export function servedHere(distribution: string): number {
  const list = pack()?.lists.get(distribution) ?? [];
  const mine = given();
  return list.filter((row) => mine.has(row.entitlement) || toldServed(row) !== null).length;
}
