// Parts of a pack of protocol 1, converted to protocol 2. A phone that was updated without a network works with the list that
// its earlier app stored; an older server issues such packs. docs/sync-protocol.md states when protocol 1 ends.

import type { components } from '../../../lib/api/schema';
import type { AreaKey } from '../../../lib/ids';
import type { Work as Unfolded } from './content';

type Schemas = components['schemas'];

export type Work = Schemas['Protocol1Work'];
export type Entitled = Schemas['Protocol1Entitled'];

/** Names that the first packs of protocol 1 do not have, and later ones of trials do. */
type Names<Key extends string> = Partial<Record<Key, string>>;

type Site = Schemas['Protocol1Site'] & Names<'place_bn' | 'place_hi'>;

export const work = ({ roles, grants, items, distributions, settings }: Work): Unfolded => ({
  roles: roles ?? [],
  grants: (grants ?? []).map(({ Role, Path }) => ({ role: Role, path: Path })),
  items: (items ?? []).map(({ ID, Code, Name, NameBN, NameHI, Unit, Picture }) => ({
    id: ID,
    code: Code,
    name: Name,
    name_bn: NameBN,
    name_hi: NameHI,
    unit: Unit,
    unit_bn: '',
    unit_hi: '',
    picture: Picture,
  })),
  distributions: (distributions ?? []).map(site),
  settings: { ...settings, positions: false }, // no family is asked by a phone that does not know the setting
});

const site = ({ place_bn = '', place_hi = '', lines, loaded, sealed, ...rest }: Site): Schemas['Protocol2Site'] => ({
  ...rest,
  place_bn,
  place_hi,
  lines: lines ?? [],
  loaded: loaded ?? [],
  taken: loaded ?? [],
  sealed: sealed ?? [],
});

type Area = Schemas['Protocol1Area'] & Names<'name_hi'>;

export const areas = (rows: Area[]): Schemas['Protocol2Area'][] =>
  rows.map(({ outline, name_hi = '', ...row }) => ({
    ...row,
    name_hi,
    outline: outline as Schemas['Protocol2MultiPolygon'] | null,
  }));

/** The list with each village once. The place of a handover is that of the distribution. */
export function list(rows: (Entitled & Names<'village_bn' | 'village_hi'>)[]): Schemas['Protocol2List'] {
  const villages = new Map<AreaKey, Schemas['Protocol2Village']>();
  const families = rows.map(({ village: name, village_bn = '', village_hi = '', served, ...row }) => {
    villages.set(row.area, { area: row.area, name, name_bn: village_bn, name_hi: village_hi });
    return { ...row, served_at: served?.at ?? null };
  });
  return { villages: [...villages.values()], families };
}
