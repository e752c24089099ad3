// Offline verdicts on cards: from the list, the feed, and this phone's own handovers.

import { Problem } from '../../lib/problem';
import { type Details, detailsOf, type Row } from '../phone/outbox/entrydetails';
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
  const blank: Omit<Verdict, 'verdict'> = { mark: '', size: 0, items: [], at: null, place: '', card_code: '' };
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

/** Number of families off the list that this phone has served at a site. */
export function offListHere(distribution: string): number {
  return recorded(distribution).filter((done) => done.offList !== '').length;
}

/** Families off the list that one input of the team leader's PIN opens, for this phone and day. */
export const PIN_OPENS = 5;

/** How many families off the list may be served before the team leader's PIN is asked for (again); 0: now. */
export function openedByPin(distribution: string, now = new Date()): number {
  const today = entries()
    .filter((row) => new Date(row.at).toDateString() === now.toDateString())
    .map((row) => detailsOf(row, 'handover.record'))
    .filter((done) => done?.distribution === distribution && done.offList !== '').length;
  return today % PIN_OPENS === 0 ? 0 : PIN_OPENS - (today % PIN_OPENS);
}

/** Quantities that this phone has handed out at a site while offline, by item. */
export function handedOutHere(distribution: string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const done of recorded(distribution))
    for (const { item, quantity } of done.items) sums.set(item, (sums.get(item) ?? 0) + quantity);
  return sums;
}

/** This phone's handovers, without those that were undone. */
function recorded(distribution: string): Details['handover.record'][] {
  const undone = new Set(entries().map((row) => detailsOf(row, 'handover.undo')?.handover));
  return entries()
    .map((row) => detailsOf(row, 'handover.record'))
    .filter((done) => done !== undefined)
    .filter((done) => done.distribution === distribution && !undone.has(done.id));
}

/** Number of families of a list that have been served, from local data. */
export function servedHere(distribution: string): number {
  const list = pack()?.lists.get(distribution) ?? [];
  const mine = given();
  return list.filter((row) => mine.has(row.entitlement) || toldServed(row) !== null).length;
}
