// Reads the parts of a pack, and writes the list of one. A pack of protocol 1, which an older app has stored or an older server
// has issued, is converted part by part.

import type { AreaKey } from '../../../lib/ids';
import { type PlaceNames, placeNames } from '../../types';
import { fromBase64, publicKey } from '../crypt/crypt';
import { isWeak } from './card';
import type { Box, CardKey, Entitled, List, Manifest, Pack, Revoked, Site, Voice, Work } from './content';
import * as protocol1 from './protocol1';

const LIST = 'list-';
const SEALED = 'sealed-';

/** Reads the parts of a pack. */
export async function unfold(manifest: Manifest, takenAt: string, parts: Map<string, unknown>): Promise<Pack> {
  const old = manifest.protocol !== 2;
  const part = <T>(name: string): T | undefined => parts.get(name) as T | undefined;
  const work = old ? protocol1.work(part('work') as protocol1.Work) : (part('work') as Work);
  const lists = new Map<string, Entitled[]>();
  const boxes = new Map<string, string>();
  for (const [name, content] of parts) {
    if (name.startsWith(SEALED)) boxes.set(name, (content as Box).box);
    if (!name.startsWith(LIST)) continue;
    const site = work.distributions.find((one) => one.distribution === name.slice(LIST.length));
    lists.set(name.slice(LIST.length), entitled(content, site));
  }
  return {
    manifest,
    takenAt,
    areas: old ? protocol1.areas(part('areas') ?? []) : (part('areas') ?? []),
    families: part('families') ?? [],
    lists,
    boxes,
    ...ofWork(work),
    dialects: part<Voice>('voice')?.dialects ?? [],
    revoked: prefixes(part<Revoked>('revoked')?.cards ?? ''),
    keys: await keysOf(part('keys') ?? []),
  };
}

/** The work of a pack; packs of earlier servers lack some of it. */
const ofWork = (work: Work): Pick<Pack, 'sites' | 'settings' | 'roles' | 'complaints' | 'storekeeping' | 'items'> => ({
  sites: work.distributions.map(withTaken),
  settings: work.settings,
  roles: work.roles ?? [],
  complaints: work.complaints ?? [],
  storekeeping: work.storekeeping ?? null,
  items: new Map(work.items.map((item) => [item.id, item])),
});

/** A pack of an earlier server states what is in custody, and not what was taken. */
const withTaken = (site: Omit<Site, 'taken'> & Partial<Pick<Site, 'taken'>>): Site => ({ taken: site.loaded, ...site });

/** The rows of a list, or of a lane that was opened. In protocol 1 it is an array. */
export function entitled(content: unknown, site: PlaceNames | undefined): Entitled[] {
  const list = Array.isArray(content) ? protocol1.list(content as protocol1.Entitled[]) : (content as List);
  const villages = new Map(list.villages.map((village) => [village.area, village]));
  const place = placeNames(site ?? {});
  return list.families.map(({ served_at, ...row }) => {
    const { name = '', name_bn = '', name_hi = '' } = villages.get(row.area) ?? {};
    const served = served_at === null ? null : { at: served_at, ...place };
    return { ...row, village: name, village_bn: name_bn, village_hi: name_hi, served };
  });
}

/** A list as it is stored with its pack: in the protocol of the pack, which an older app may open again. */
export function listPart(protocol: number, rows: readonly Entitled[]): unknown {
  if (protocol !== 2) return rows; // they have the fields of protocol 1
  const villages = new Map<AreaKey, List['villages'][number]>();
  for (const { area, village: name, village_bn: name_bn, village_hi: name_hi } of rows)
    villages.set(area, { area, name, name_bn, name_hi });
  const families = rows.map(({ village: _, village_bn: __, village_hi: ___, served, ...row }) => ({
    ...row,
    served_at: served?.at ?? null,
  }));
  return { villages: [...villages.values()], families } satisfies List;
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

async function keysOf(list: CardKey[]): Promise<Pack['keys']> {
  const keys: Pack['keys'] = new Map();
  for (const { kid, public_key } of list) {
    const raw = fromBase64(public_key);
    keys.set(kid, isWeak(raw) ? null : await publicKey(raw));
  }
  return keys;
}
