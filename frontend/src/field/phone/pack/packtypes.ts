// The rows of a pack. A pack is not part of the OpenAPI document: its parts are signed files, which this app also reads from
// older servers and keeps on the phone. Values of closed sets and families, which the feed has too, are the server's types.

import type { CarriedFamily, Mark, Picture } from '../../../lib/api/types';
import type { DistributionId, HouseholdId, ItemId } from '../../../lib/ids';
import type { Area, PlaceNames } from '../../types';

export interface Manifest {
  pack: string;
  epoch: { number: number };
  seq: number;
  hash: string;
  issued_at: string;
  key_version?: number;
  parts: { name: string; rows: number; bytes: number; sha256: string }[];
}

export type PackArea = Area & { path: string; outline: { coordinates: number[][][][] } | null };

export type Family = CarriedFamily;

/** Time and place of a handover. */
export type Served = PlaceNames & { at: string };

export interface Entitled {
  entitlement: string;
  household: HouseholdId;
  card: string;
  code: string;
  generation: number;
  mark: Mark;
  size: number;
  village: string;
  village_bn?: string;
  village_hi?: string;
  sounds: string[];
  phone4: string;
  items: { item: ItemId; quantity: number }[];
  served: Served | null;
}

export interface Site extends PlaceNames {
  distribution: DistributionId;
  name: string;
  state: string;
  lines: { item: ItemId; per_household: number }[];
  lane: number;
  lanes: number;
  listed: number;
  off_list_quota: number;
  loaded: { item: ItemId; quantity: number }[];
  leader: Leader | null;
  sealed: { lane: number; listed: number; wrapped: string }[];
}

/** Verifier of the team leader's PIN. */
export interface Leader {
  salt: string;
  rounds: number;
  check: string;
}

export interface Settings {
  stale_hours: number;
  undo_seconds: number;
  protection_key: string;
}

export interface Item {
  ID: ItemId;
  Name: string;
  NameBN: string;
  NameHI: string;
  Picture: Picture;
}

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
  items: Map<string, Item>;
  revoked: Set<string>;
  /** Public keys of cards by id; null is a key of small order. */
  keys: Map<number, CryptoKey | null>;
}
