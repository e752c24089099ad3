// The content of a pack, as the app works with it. Its types are those of protocol 2 in the server's document.

import type { components } from '../../../lib/api/schema';
import type { Role } from '../../../lib/api/types';
import type { PlaceNames } from '../../types';

type Schemas = components['schemas'];

/** Of either protocol: `protocol` is the one that the parts are in. */
export type Manifest = Omit<Schemas['Protocol2Manifest'], 'credential' | 'key_version'> & { key_version?: number };
export type PackArea = Schemas['Protocol2Area'];
export type Family = Schemas['Protocol2Family'];
export type Site = Schemas['Protocol2Site'];
export type Complaint = Schemas['Protocol2Complaint'];
export type Leader = Schemas['Protocol2Leader'];
export type Item = Schemas['Protocol2Item'];
/** An older server, and protocol 1, state no time until the lock and no help number. */
export type Settings = Partial<Schemas['Protocol2Settings']> &
  Omit<Schemas['Protocol2Settings'], 'lock_minutes' | 'help_number'>;
export type Work = Omit<Schemas['Protocol2Work'], 'settings'> & { settings: Settings };
/** The work of a storekeeper: stores, waybills on the way to them, and phones that goods are handed to. */
export type Storekeeping = NonNullable<Work['storekeeping']>;
export type List = Schemas['Protocol2List'];
export type Box = Schemas['Protocol2Box'];
export type CardKey = Schemas['Protocol2CardKey'];
export type Dialect = Schemas['Protocol2Dialect'];
export type Recording = Schemas['Protocol2Recording'];
export type Voice = Schemas['Protocol2Voice'];
export type Revoked = Pick<Schemas['Protocol1Revoked'], 'cards'>;

/** Time and place of a handover. */
export type Served = PlaceNames & { at: string };

/** A family of a list, with the names of its village, and of the place where it was served. */
export type Entitled = Omit<Schemas['Protocol2Entitled'], 'served_at'> & {
  village: string;
  village_bn: string;
  village_hi: string;
  served: Served | null;
};

export interface Pack {
  manifest: Manifest;
  takenAt: string;
  areas: PackArea[];
  families: Family[];
  sites: Site[];
  lists: Map<string, Entitled[]>;
  /** Other phones' lanes, encrypted, by the name of their part. */
  boxes: Map<string, string>;
  settings: Settings;
  /** The worker's roles, under which the pack was issued. */
  roles: readonly Role[];
  /** Those that the worker has taken. */
  complaints: Complaint[];
  /** Null for a worker who keeps no store, and in packs of an earlier server. */
  storekeeping: Storekeeping | null;
  items: Map<string, Item>;
  /** Languages and dialects with recordings of the organisation's voice. */
  dialects: Dialect[];
  revoked: Set<string>;
  /** Public keys of cards by id; null is a key of small order. */
  keys: Map<number, CryptoKey | null>;
}
