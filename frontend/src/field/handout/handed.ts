// What this worker has handed over with this phone at a distribution, with and without a connection: one list, and the sums of
// goods that follow from it.

import type { ItemId } from '../../lib/ids';
import { type Details, detailsOf, type Row } from '../phone/outbox/entrydetails';
import { entries } from '../phone/outbox/outbox.svelte';
import { pack } from '../phone/pack/pack.svelte';
import type { Handover } from '../phone/sync/give';
import { receivedBy, stands } from '../store/stock';

type Items = Details['handover.record']['items'];

/** A handover of this phone. */
export interface Handed extends Handover {
  at: string;
  seq: number;
  items: Items;
  offList: string;
  /** The entry that undid it, or null. */
  undo: Row | null;
  row: Row;
}

/** The count at the end of a phone's work at a distribution. */
export interface Counted {
  row: Row;
  counted: Items;
  /** What should have been there. */
  expected: Items;
}

/** Goods whose code this phone has read from the storekeeper's. */
interface Received {
  row: Row;
  /** Of the load: the pack names those that its balances include. */
  id: string;
  items: Items;
}

interface Site {
  handed: Handed[];
  counts: Counted[];
  received: Received[];
}

let readOf: Row[] | null = null;
let sites = new Map<string, Site>();

function site(distribution: string): Site {
  const all = entries();
  if (all !== readOf) {
    readOf = all;
    sites = bySite(all);
  }
  return sites.get(distribution) ?? nothing();
}

const nothing = (): Site => ({ handed: [], counts: [], received: [] });

/** Sorts the entries of handovers and goods by distribution, newest first as they are. */
function bySite(all: Row[]): Map<string, Site> {
  const found = new Map<string, Site>();
  const at = (distribution: string): Site => {
    const known = found.get(distribution) ?? nothing();
    found.set(distribution, known);
    return known;
  };
  const undos = new Map<string, Row>();
  for (const row of all) {
    const undone = detailsOf(row, 'handover.undo');
    if (undone !== undefined) undos.set(undone.handover, row);
    const close = detailsOf(row, 'custody.close');
    if (close !== undefined) at(close.distribution).counts.push({ row, ...close });
    const got = stands(row) ? receivedBy(row) : undefined;
    if (got !== undefined) at(got.distribution).received.push({ row, ...got });
    const done = detailsOf(row, 'handover.record');
    if (done !== undefined) at(done.distribution).handed.push(handed(row, done, undos));
  }
  return found;
}

function handed(row: Row, done: Details['handover.record'], undos: Map<string, Row>): Handed {
  return {
    id: done.id,
    at: row.at,
    seq: row.seq,
    code: row.local.title,
    entitlement: row.local.entitlement,
    items: done.items,
    offList: done.offList,
    undo: undos.get(done.id) ?? null, // an undo is newer than its handover
    row,
    online: done.online === true,
  };
}

/** A test for moments of a local day, which compares texts: it is asked for each of a month's entries. */
function dayOf(now: Date): (at: string) => boolean {
  const midnight = (days: number): string =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days).toISOString();
  const [first, next] = [midnight(0), midnight(1)];
  return (at) => at >= first && at < next;
}

/** The handovers of today, newest first, with those that were undone. */
export function handedToday(distribution: string, now = new Date()): Handed[] {
  const isToday = dayOf(now);
  return site(distribution).handed.filter(({ at }) => isToday(at));
}

/** Number of families that this phone has served today. */
export const givenToday = (distribution: string): number =>
  handedToday(distribution).filter(({ undo }) => undo === null).length;

/** Number of families off the list that this phone has served. */
export const offListHere = (distribution: string): number =>
  site(distribution).handed.filter(({ offList, undo }) => offList !== '' && undo === null).length;

/** Families off the list that one input of the team leader's PIN opens, for this phone and day. */
export const PIN_OPENS = 5;

/** How many families off the list may be served before the team leader's PIN is asked for (again); 0: now. */
export function openedByPin(distribution: string, now = new Date()): number {
  const today = handedToday(distribution, now).filter(({ offList }) => offList !== '').length;
  return today % PIN_OPENS === 0 ? 0 : PIN_OPENS - (today % PIN_OPENS);
}

/** Whether a handover may still be undone. */
export function mayUndo({ at, undo }: Handed, now = Date.now()): boolean {
  const seconds = pack()?.settings.undo_seconds ?? 0;
  return undo === null && now - Date.parse(at) < seconds * 1000;
}

/** Today's count at a distribution, after which no goods were taken: nothing is handed out there any more. */
export function countedHere(distribution: string, now = new Date()): Counted | null {
  const { counts, received } = site(distribution);
  const last = counts[0];
  if (last === undefined || !dayOf(now)(last.row.at)) return null;
  if (received.some(({ row }) => row.seq > last.row.seq)) return null;
  const taken = pack()?.sites.find((one) => one.distribution === distribution)?.taken ?? [];
  return isKnown(last.row) && taken.length > 0 ? null : last;
}

/** Whether the pack was taken after the office had an entry: its balances include it. */
function isKnown(row: Row, online = false): boolean {
  const at = online ? row.at : row.sentAt;
  return at !== '' && Date.parse(at) < Date.parse(pack()?.takenAt ?? '');
}

/** Quantities of one item with this phone. */
export interface InHand {
  item: ItemId;
  taken: number;
  /** Handed out of what was taken. */
  given: number;
  /** Handed out, but not of what was taken: before goods were taken, or beyond them. */
  other: number;
  left: number;
}

/** The goods of this phone at a distribution: taken = given + left. */
export function inHand(distribution: string, items: readonly ItemId[]): InHand[] {
  const known = balances(distribution);
  const { handed: all, counts } = site(distribution);
  const since = all.filter(({ seq }) => seq > (counts[0]?.row.seq ?? 0));
  const of = (rows: Items | undefined, item: ItemId): number =>
    (rows ?? []).filter((line) => line.item === item).reduce((sum, { quantity }) => sum + quantity, 0);
  return items.map((item) => {
    const taken = of(known.taken, item) + of(known.received, item);
    const pending = known.pending.reduce((sum, one) => sum + unknownOf(one) * of(one.items, item), 0);
    const booked = of(known.taken, item) - of(known.loaded, item);
    const given = Math.min(taken, Math.max(0, booked + pending));
    const total = since.filter(({ undo }) => undo === null).reduce((sum, one) => sum + of(one.items, item), 0);
    return { item, taken, given, other: Math.max(0, total - given), left: taken - given };
  });
}

/** The balances of the pack, and the goods and handovers that they do not include. */
function balances(distribution: string): { taken: Items; loaded: Items; received: Items; pending: Handed[] } {
  const { handed: all, counts, received } = site(distribution);
  const carried = pack()?.sites.find((one) => one.distribution === distribution);
  // The balances of the pack are void after a count that they do not include.
  const last = counts[0]?.row;
  const ended = last === undefined || isKnown(last) ? undefined : last;
  const fresh = received.filter(
    ({ row, id }) => row.seq > (ended?.seq ?? 0) && !isKnown(row) && !carried?.loads?.includes(id),
  );
  return {
    taken: ended === undefined ? (carried?.taken ?? []) : [],
    loaded: ended === undefined ? (carried?.loaded ?? []) : [],
    received: fresh.flatMap(({ items }) => items),
    pending: all.filter(({ seq }) => seq > (ended?.seq ?? 0)),
  };
}

/** How a handover changes the balances of the pack: 1 for one that they do not include yet, −1 for one undone since. */
function unknownOf({ row, online, undo }: Handed): number {
  const included = isKnown(row, online);
  if (undo === null) return included ? 0 : 1;
  return included && !isKnown(undo) ? -1 : 0;
}
