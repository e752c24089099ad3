// The pack: the phone's offline data. A pack is replaced atomically: every part is verified against the signed manifest before
// the switch.

import { get, getBytes } from '../../../lib/api';
import type { Feed, FeedEvent } from '../../../lib/api/types';
import type { ItemId } from '../../../lib/ids';
import { Problem } from '../../../lib/problem';
import { type Due, placeNames } from '../../types';
import { box, boxJSON, fromBase64, publicKey, sha256, signedBy, unbox, unboxJSON } from '../crypt/crypt';
import { type PackRow, STRICT, store } from '../storage/store';
import { type Open, whenOpened, worker } from '../storage/vault.svelte';
import { isWeak } from './card';
import type { Entitled, Family, Item, Manifest, Pack, PackArea, Served, Settings, Site } from './packtypes';

export type * from './packtypes';

let current = $state.raw<Pack | null>(null);
let progress = $state.raw<{ part: number; of: number } | null>(null);
let served = new Map<string, Served>();

/** The current pack, or null. */
export const pack = (): Pack | null => current;
/** Progress of the download of a new pack. */
export const refreshing = (): { part: number; of: number } | null => progress;
/** Age of the list in hours. */
export const ageHours = (now = Date.now()): number =>
  current === null ? 0 : Math.floor((now - Date.parse(current.takenAt)) / 3_600_000);

whenOpened(load, () => {
  current = null;
  served = new Map();
});

async function load(who: Open): Promise<void> {
  const row = await (await store()).get('pack', who.row.credential);
  if (row === undefined) return;
  const parts = new Map<string, unknown>();
  for (const [name, boxed] of Object.entries(row.parts)) {
    parts.set(name, JSON.parse(new TextDecoder().decode(await unbox(who.key, boxed))));
  }
  served = new Map(await unboxJSON<[string, Served][]>(who.key, row.served));
  current = await unfold(JSON.parse(row.manifest) as Manifest, row.takenAt, parts);
}

async function unfold(manifest: Manifest, takenAt: string, parts: Map<string, unknown>): Promise<Pack> {
  const work = parts.get('work') as { items: Item[]; distributions: Site[]; settings: Settings };
  const lists = new Map<string, Entitled[]>();
  for (const [name, rows] of parts) if (name.startsWith('list-')) lists.set(name.slice(5), rows as Entitled[]);
  const boxes = new Map<string, string>();
  for (const [name, part] of parts) if (name.startsWith('sealed-')) boxes.set(name, (part as { box: string }).box);
  return {
    manifest,
    takenAt,
    areas: (parts.get('areas') ?? []) as PackArea[],
    families: (parts.get('families') ?? []) as Family[],
    sites: work.distributions,
    lists,
    boxes,
    settings: work.settings,
    items: new Map(work.items.map((item) => [item.ID, item])),
    revoked: prefixes((parts.get('revoked') as { cards: string | null } | undefined)?.cards ?? ''),
    keys: await keysOf((parts.get('keys') ?? []) as PublicCardKey[]),
  };
}

const PREFIX = 7;

/** The cancelled cards, by the first seven bytes of their hash. */
function prefixes(packed: string): Set<string> {
  const bytes = fromBase64(packed);
  const all = new Set<string>();
  for (let i = 0; i + PREFIX <= bytes.length; i += PREFIX)
    all.add(String.fromCharCode(...bytes.subarray(i, i + PREFIX)));
  return all;
}

interface PublicCardKey {
  kid: number;
  public_key: string;
}

async function keysOf(list: PublicCardKey[]): Promise<Pack['keys']> {
  const keys: Pack['keys'] = new Map();
  for (const { kid, public_key } of list) {
    const raw = fromBase64(public_key);
    keys.set(kid, isWeak(raw) ? null : await publicKey(raw));
  }
  return keys;
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
  try {
    const issued = await get('/api/v1/pack');
    const manifest = await verified(who, issued);
    const parts = new Map<string, unknown>();
    const boxed: Record<string, Uint8Array<ArrayBuffer>> = {};
    for (const [n, part] of manifest.parts.entries()) {
      progress = { part: n, of: manifest.parts.length };
      const bytes = await getBytes('/api/v1/pack/{id}/{part}', { path: { id: manifest.pack, part: part.name } });
      if (bytes.length !== part.bytes || (await sha256(bytes)) !== part.sha256) throw new BadPack(part.name);
      parts.set(part.name, JSON.parse(new TextDecoder().decode(bytes)));
      boxed[part.name] = await box(who.key, bytes);
    }
    await switchTo(who, manifest, boxed, parts);
  } finally {
    progress = null;
  }
}

async function verified(who: Open, issued: { manifest: string; signature: string }): Promise<Manifest> {
  const bytes = fromBase64(issued.manifest);
  if (!(await signedBy(who.row.packKey, bytes, issued.signature))) throw new BadPack('manifest');
  return JSON.parse(new TextDecoder().decode(bytes)) as Manifest;
}

async function switchTo(
  who: Open,
  manifest: Manifest,
  parts: Record<string, Uint8Array<ArrayBuffer>>,
  plain: Map<string, unknown>,
): Promise<void> {
  const takenAt = new Date().toISOString();
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
  const tx = (await store()).transaction('pack', 'readwrite', STRICT);
  await tx.store.put(row);
  await tx.done;
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
      const tx = (await store()).transaction('pack', 'readwrite', STRICT);
      const row = await tx.store.get(who.row.credential);
      if (row !== undefined && packOf(row) === pack) await tx.store.put({ ...row, ...change(row), served: told });
      await tx.done;
    });
  writing = done;
  return done;
}

const stillOpen = (who: Open): boolean => worker()?.key === who.key;
const packOf = (row: PackRow): string => (JSON.parse(row.manifest) as Manifest).pack;

/** The id of a worker's pack. */
export async function packId(credential: string): Promise<string | undefined> {
  const row = await (await store()).get('pack', credential);
  return row === undefined ? undefined : packOf(row);
}

/** Adds the families of another phone's lane to this phone's list, until the next pack. */
export async function addToList(distribution: string, lane: number, rows: Entitled[]): Promise<void> {
  const who = worker();
  if (who === null || current === null) return;
  const list = [...(current.lists.get(distribution) ?? []), ...rows];
  const opened = { ...current, lists: new Map(current.lists).set(distribution, list) };
  opened.sites = current.sites.map((site) =>
    site.distribution === distribution
      ? { ...site, listed: list.length, sealed: site.sealed.filter((one) => one.lane !== lane) }
      : site,
  );
  const boxed = await box(who.key, new TextEncoder().encode(JSON.stringify(list)));
  await keep(who, opened.manifest.pack, (row) => ({ parts: { ...row.parts, [`list-${distribution}`]: boxed } }));
  if (stillOpen(who)) current = opened;
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
    const feed = await get('/api/v1/feed', { query: { epoch, seq, hash, ...numbered } });
    if (feed.gaps !== undefined) await outbox?.listed(credential, feed.gaps);
    return feed;
  } catch (error) {
    if (error instanceof Problem && error.code === 'epoch_changed') return null;
    throw error;
  }
}

/** Applies the feed of other phones' work. Changes beyond served entitlements need a new pack. */
export async function follow(): Promise<void> {
  const who = worker();
  if (who === null) return;
  const row = await (await store()).get('pack', who.row.credential);
  if (row === undefined) return refresh();
  let { seq, hash = '' } = row;
  for (let more = true; more; ) {
    const feed = await since(row, seq, hash);
    if (!stillOpen(who)) return; // the served entitlements are no longer in memory: this page is requested again
    if (feed === null || feed.events.some((event) => event.type !== 'served' && event.type !== 'undone'))
      return refresh();
    for (const event of feed.events) apply(event);
    ({ seq, hash, more } = feed);
  }
  if (seq !== row.seq) await keep(who, packOf(row), () => ({ seq, hash }));
}

function apply(event: FeedEvent): void {
  if (event.entitlement === undefined) return;
  if (event.type === 'undone') served.delete(event.entitlement);
  else served.set(event.entitlement, { at: event.at ?? '', ...placeNames(event) });
}

/** Time and place of a handover to a family, from the feed. */
export function toldServed(row: Entitled): Served | null {
  return served.get(row.entitlement) ?? row.served;
}

/** Stores that a family was served, as confirmed by the office. */
export async function markServed(entitlement: string, how: Served): Promise<void> {
  const who = worker();
  served.set(entitlement, how);
  if (who !== null && current !== null) await keep(who, current.manifest.pack, () => ({}));
}

/** The items due, with names from the pack. */
export function due(items: readonly { item: ItemId; quantity: number }[]): Due[] {
  return items.map(({ item, quantity }) => {
    const found = current?.items.get(item);
    return {
      item,
      name: found?.Name ?? '',
      name_bn: found?.NameBN ?? '',
      name_hi: found?.NameHI ?? '',
      picture: found?.Picture ?? 'other',
      quantity,
    };
  });
}
