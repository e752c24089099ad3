// The pack: the phone's offline data. A pack is replaced atomically: every part is verified against the signed manifest before
// the switch.

import { get, getBytes } from '../../../lib/api';
import type { Feed, FeedEvent } from '../../../lib/api/types';
import type { ItemId } from '../../../lib/ids';
import { parsed, parsedBytes } from '../../../lib/json';
import { Problem } from '../../../lib/problem';
import { type Due, placeNames } from '../../types';
import { box, boxJSON, fromBase64, sha256, signedBy, unbox, unboxJSON } from '../crypt/crypt';
import { changePack, putPack, storedPack } from '../storage/packs';
import type { PackRow } from '../storage/store';
import { changeRoles, changeSettings, type Open, whenOpened, whenUnlocking, worker } from '../storage/vault.svelte';
import type { Entitled, Manifest, Pack, Served } from './content';
import { keepNotices } from './notices.svelte';
import { entitled, listPart, unfold } from './unfold';

export type * from './content';

let current = $state.raw<Pack | null>(null);
let progress = $state.raw<{ part: number; of: number } | null>(null);
/** Handovers since the pack was taken; null: undone. */
let served = new Map<string, Served | null>();

/** The current pack, or null. */
export const pack = (): Pack | null => current;
/** Progress of the download of a new pack. */
export const refreshing = (): { part: number; of: number } | null => progress;
/** Age of the list in hours. */
export const ageHours = (now = Date.now()): number =>
  current === null ? 0 : Math.floor((now - Date.parse(current.takenAt)) / 3_600_000);

/** The encrypted pack of a worker who is unlocking the phone. */
let reading: { credential: string; row: Promise<PackRow | undefined> } | null = null;

whenUnlocking((credential) => {
  reading = { credential, row: storedPack(credential) };
  reading.row.catch(() => {}); // reported where it is awaited
});

whenOpened(load, () => {
  reading = null;
  current = null;
  served = new Map();
});

async function load(who: Open): Promise<void> {
  const { credential } = who.row;
  const row = await (reading?.credential === credential ? reading.row : storedPack(credential));
  reading = null;
  if (row === undefined) return;
  const plain = await Promise.all(
    Object.entries(row.parts).map(async ([name, boxed]) => [name, await unbox(who.key, boxed)] as const),
  );
  const parts = new Map(plain.map(([name, bytes]) => [name, parsedBytes<unknown>(bytes)]));
  served = new Map(await unboxJSON<[string, Served | null][]>(who.key, row.served));
  current = await unfold(parsed<Manifest>(row.manifest), row.takenAt, parts);
}

/** Thrown for a pack that does not match its manifest; the current pack stays. */
export class BadPack extends Problem {
  constructor(what: string) {
    super('pack_not_proven', 0, '', {}, what);
  }
}

/** Downloads a new pack, and switches to it atomically when it is complete. */
export async function refresh(): Promise<void> {
  const who = worker();
  if (who === null || progress !== null) return;
  progress = { part: 0, of: 1 };
  const takenAt = new Date().toISOString(); // what the office knew before this moment is in the pack
  try {
    const issued = await get('/api/v1/pack', { query: { protocol: '2' } });
    const manifest = await verified(who, issued);
    const parts = new Map<string, unknown>();
    const boxed: Record<string, Uint8Array<ArrayBuffer>> = {};
    for (const [n, part] of manifest.parts.entries()) {
      progress = { part: n, of: manifest.parts.length };
      const bytes = await getBytes('/api/v1/pack/{id}/{part}', { path: { id: manifest.pack, part: part.name } });
      if (bytes.length !== part.bytes || (await sha256(bytes)) !== part.sha256) throw new BadPack(part.name);
      parts.set(part.name, parsedBytes(bytes));
      boxed[part.name] = await box(who.key, bytes);
    }
    await switchTo(who, takenAt, manifest, boxed, parts);
  } finally {
    progress = null;
  }
}

async function verified(who: Open, issued: { manifest: string; signature: string }): Promise<Manifest> {
  const bytes = fromBase64(issued.manifest);
  if (!(await signedBy(who.row.packKey, bytes, issued.signature))) throw new BadPack('manifest');
  return parsedBytes(bytes);
}

async function switchTo(
  who: Open,
  takenAt: string,
  manifest: Manifest,
  parts: Record<string, Uint8Array<ArrayBuffer>>,
  plain: Map<string, unknown>,
): Promise<void> {
  const row = {
    credential: who.row.credential,
    manifest: JSON.stringify(manifest),
    seq: manifest.seq,
    hash: manifest.hash,
    epoch: manifest.epoch.number,
    takenAt,
    parts,
    served: await boxJSON(who.key, []),
  };
  const next = await unfold(manifest, takenAt, plain);
  await putPack(row);
  await changeRoles(who, next.roles);
  await changeSettings(who, next.settings.lock_minutes, next.settings.help_number);
  if (!stillOpen(who)) return; // stored for the worker who locked the phone, and shown to nobody else
  served = new Map();
  current = next; // the worker's epoch is unchanged: the difference makes the outbox send everything again
}

let writing: Promise<void> = Promise.resolve();

/**
 * Stores served entitlements with a change of the pack, serially and for this pack only: a newer pack is more recent, and
 * for a worker who has locked the phone nothing is in memory.
 */
function keep(who: Open, pack: string, change: (row: PackRow) => Partial<PackRow>): Promise<void> {
  const done = writing
    .catch(() => {}) // the failure was reported to its caller
    .then(async () => {
      if (!stillOpen(who)) return;
      const told = await boxJSON(who.key, [...served]);
      const is = (row: PackRow): boolean => packOf(row) === pack;
      await changePack(who.row.credential, is, (row) => ({ ...change(row), served: told }));
    });
  writing = done;
  return done;
}

const stillOpen = (who: Open): boolean => worker()?.key === who.key;
const packOf = (row: PackRow): string => parsed<Manifest>(row.manifest).pack;

/** The id of a worker's pack. */
export async function packId(credential: string): Promise<string | undefined> {
  const row = await storedPack(credential);
  return row === undefined ? undefined : packOf(row);
}

/** Adds the families of another phone's lane to this phone's list, until the next pack, and returns their number. */
export async function addToList(distribution: string, lane: number, content: unknown): Promise<number> {
  const who = worker();
  if (who === null || current === null) return 0;
  const rows = entitled(
    content,
    current.sites.find((site) => site.distribution === distribution),
  );
  const list = [...(current.lists.get(distribution) ?? []), ...rows];
  const opened = { ...current, lists: new Map(current.lists).set(distribution, list) };
  opened.sites = current.sites.map((site) =>
    site.distribution === distribution
      ? { ...site, listed: list.length, sealed: site.sealed.filter((one) => one.lane !== lane) }
      : site,
  );
  const boxed = await box(who.key, new TextEncoder().encode(JSON.stringify(listPart(current.manifest.protocol, list))));
  await keep(who, opened.manifest.pack, (row) => ({ parts: { ...row.parts, [`list-${distribution}`]: boxed } }));
  if (stillOpen(who)) current = opened;
  return rows.length;
}

/** The state of entries that the outbox requests with the feed. */
interface OverFeed {
  numberWhenSent: (credential: string) => Promise<number | undefined>;
  listed: (credential: string, gaps: [number, number][]) => Promise<void>;
}

let outbox: OverFeed | null = null;

export function overFeed(asks: OverFeed): void {
  outbox = asks;
}

/** A page of the feed; null when its cursor no longer exists, because the server was restored. */
async function since({ credential, epoch }: PackRow, seq: number, hash: string): Promise<Feed | null> {
  const nextSeq = await outbox?.numberWhenSent(credential);
  const numbered = nextSeq === undefined ? {} : { next_seq: nextSeq };
  try {
    const feed = await get('/api/v1/feed', { query: { protocol: '2', epoch, seq, hash, ...numbered } });
    if (feed.gaps !== undefined) await outbox?.listed(credential, feed.gaps);
    return feed;
  } catch (error) {
    if (error instanceof Problem && error.code === 'epoch_changed') return null;
    throw error;
  }
}

/** Whether the server issues packs of protocol 2, and this one is of protocol 1, from before an update of the app. */
const isOutdated = ({ manifest }: PackRow, feed: Feed): boolean =>
  'protocol' in feed && parsed<Manifest>(manifest).protocol !== 2;

const mustRefresh = (row: PackRow, feed: Feed): boolean =>
  isOutdated(row, feed) || feed.events.some((event) => event.type !== 'served' && event.type !== 'undone');

/** Applies the feed of other phones' work. Changes beyond served entitlements need a new pack. */
export async function follow(): Promise<void> {
  const who = worker();
  if (who === null) return;
  const row = await storedPack(who.row.credential);
  if (row === undefined) return refresh();
  let { seq, hash = '' } = row;
  for (let more = true; more; ) {
    const feed = await since(row, seq, hash);
    if (!stillOpen(who)) return; // the served entitlements are no longer in memory: this page is requested again
    if (feed !== null && 'notices' in feed) await keepNotices(who, feed.notices ?? []);
    if (feed === null || mustRefresh(row, feed)) return refresh();
    for (const event of feed.events) apply(event);
    ({ seq, hash, more } = feed);
  }
  if (seq !== row.seq) await keep(who, packOf(row), () => ({ seq, hash }));
}

function apply(event: FeedEvent): void {
  if (event.entitlement === undefined) return;
  if (event.type === 'undone') undone(event.entitlement);
  else served.set(event.entitlement, { at: event.at ?? '', ...placeNames(event) });
}

/** Another phone's handover was undone; one of this phone stays undone. */
function undone(entitlement: string): void {
  if (served.get(entitlement) !== null) served.delete(entitlement);
}

/** Time and place of a handover to a family, from the feed. */
export function toldServed(row: Entitled): Served | null {
  const told = served.get(row.entitlement);
  return told === undefined ? row.served : told;
}

/** Stores that a family was served, as confirmed by the office. */
export async function markServed(entitlement: string, how: Served): Promise<void> {
  const who = worker();
  served.set(entitlement, how);
  if (who !== null && current !== null) await keep(who, current.manifest.pack, () => ({}));
}

/** Stores that a handover of this phone, which the office had accepted, was undone. */
export async function markUndone(entitlement: string): Promise<void> {
  const who = worker();
  served.set(entitlement, null);
  if (who !== null && current !== null) await keep(who, current.manifest.pack, () => ({}));
}

/** The items due, with names from the pack and in its order, which is the same on and off the list. */
export function due(items: readonly { item: ItemId; quantity: number }[]): Due[] {
  const order = [...(current?.items.keys() ?? [])];
  const inOrder = [...items].sort((a, b) => order.indexOf(a.item) - order.indexOf(b.item));
  return inOrder.map(({ item, quantity }) => {
    const found = current?.items.get(item);
    return {
      item,
      name: found?.name ?? '',
      name_bn: found?.name_bn ?? '',
      name_hi: found?.name_hi ?? '',
      picture: found?.picture ?? 'other',
      quantity,
    };
  });
}
