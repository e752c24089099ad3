// Families of this phone: those of its pack, and those registered on it since.

import { cardCode } from '../../../lib/digits';
import { nameOf, sorted } from '../../../lib/i18n.svelte';
import type { AreaKey, HouseholdId } from '../../../lib/ids';
import { type Area, type AreaNames, HOUSES, type Household } from '../../types';
import { detailsOf } from '../outbox/entrydetails';
import { entries } from '../outbox/outbox.svelte';
import { type PackArea, pack } from '../pack/pack.svelte';
import { called, isNameless } from './called';
import { type Changes, corrected, countedIn, ownChanges } from './corrected';
import { placesNamed } from './placesearch';

/** A family of the pack or of this phone's own entries. */
export interface Known {
  household: HouseholdId;
  name: string;
  also_called: string;
  phone4: string;
  area: string;
  size: number;
  mark?: string;
  /** The code of its card; empty without one. */
  card?: string;
  /** Phonetic keys of the words of its names, where precomputed. */
  sounds?: string[];
}

type Marked = Household & { mark: string };

/** A family by id from local data, with this phone's own entries applied. */
export function familyHere(id: HouseholdId): Household | null {
  const found = fromPack(id) ?? fromOutbox(id);
  if (found === null) return null;
  const { mark } = found;
  const known = amended(found, ownChanges().get(id));
  const told = { name: known.name, mark, card: found.card }; // as the pack says it
  for (const row of [...entries()].reverse()) {
    if (row.state === 'settled') continue;
    const assessed = detailsOf(row, 'damage.assess');
    if (assessed?.household === id) known.grade = assessed.grade;
    if (detailsOf(row, 'card.bind')?.household === id && known.card === '') known.card = row.local.title;
    const stopped = detailsOf(row, 'card.retract');
    if (stopped?.household === id && cardCode(stopped.card) === cardCode(known.card)) known.card = '';
  }
  return { ...known, name: isNameless(told) ? called({ name: '', mark, card: known.card }) : known.name };
}

/** A family that the office has answered, with the corrections that it does not have yet. */
export const withUnsent = (family: Household): Household => amended(family, ownChanges('unsent').get(family.id));

function amended(family: Household, said: Changes | undefined): Household {
  if (said === undefined) return family;
  const { name, also_called, phone, area, house } = said;
  return {
    ...family,
    name: name ?? family.name,
    also_called: also_called ?? family.also_called,
    phone_last4: phone?.slice(-4) ?? family.phone_last4,
    house: HOUSES.find((one) => one === house) ?? family.house,
    size: countedIn(said) ?? family.size,
    ...(area == null ? {} : areaNames(area)),
  };
}

function fromPack(id: HouseholdId): Marked | null {
  const row = pack()?.families.find((family) => family.household === id);
  if (row === undefined) return null;
  return {
    id,
    name: row.name,
    also_called: row.also_called,
    phone_last4: row.phone4,
    ...areaNames(row.area),
    size: row.size,
    house: row.house,
    grade: row.grade,
    verified: row.verified ?? false,
    card: row.card,
    mark: row.mark,
  };
}

/** Families registered on this phone, which may be in no pack yet. */
export function registeredHere(): Known[] {
  const changes = ownChanges();
  return entries()
    .filter((row) => row.state !== 'settled')
    .map((row) => detailsOf(row, 'household.register'))
    .filter((said) => said !== undefined)
    .map((said) => ({
      household: said.id,
      name: said.name,
      also_called: said.also_called,
      phone4: said.phone.slice(-4),
      area: said.area,
      size: Object.values(said.people).reduce((sum, n) => sum + n, 0),
      mark: said.mark,
    }))
    .map((one) => corrected(one, changes.get(one.household)));
}

function fromOutbox(id: HouseholdId): Marked | null {
  const said = entries()
    .map((row) => detailsOf(row, 'household.register'))
    .find((one) => one?.id === id);
  if (said === undefined) return null;
  return {
    id,
    name: said.name,
    also_called: said.also_called,
    phone_last4: said.phone.slice(-4),
    ...areaNames(said.area),
    size: Object.values(said.people).reduce((sum, n) => sum + n, 0),
    house: said.house,
    grade: null,
    verified: false,
    card: '',
    mark: said.mark,
  };
}

const areaOf = (key: string): PackArea | undefined => pack()?.areas.find((one) => one.area === key);

/** Whether the pack has ended to have an area: it was closed, or this phone's worker no longer works there. */
export const placeEnded = (key: string): boolean => key !== '' && pack() !== null && areaOf(key) === undefined;

/** The name of an area of the pack in the reader's language, or the other text where the pack does not have the area. */
export function areaName(key: string, other = key): string {
  const area = areaOf(key);
  return area === undefined ? other : nameOf(area);
}

/** The names of an area of the pack in all languages: the screen chooses, and follows a change of the language. */
export function areaNames(key: string): AreaNames {
  const area = areaOf(key);
  if (area === undefined) return { area_name: key, area_name_bn: '', area_name_hi: '' };
  return { area_name: area.name, area_name_bn: area.name_bn, area_name_hi: area.name_hi ?? '' };
}

const MOST_FOUND = 30;

/** Areas of the pack by a part of their name in any script or by sound, with their parent. Without a text there are none. */
export function areasHere(search: string, levels: readonly string[]): Area[] {
  const all = pack()?.areas ?? [];
  return placesNamed(all, search, levels, MOST_FOUND).map((area) => withParent(area, all));
}

/** An area of the pack with its parent; undefined where the pack does not have it. */
export function areaHere(key: AreaKey): Area | undefined {
  const area = areaOf(key);
  return area === undefined ? undefined : withParent(area, pack()?.areas ?? []);
}

/** Areas of the pack by distance of their outline from a point: a position only sorts the list. */
export function areasNear(lon: number, lat: number, levels: readonly string[]): Area[] {
  const all = pack()?.areas ?? [];
  return all
    .filter((area) => levels.includes(area.level) && area.outline !== null)
    .map((area) => ({ area, distance: distanceTo(area, lon, lat) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST_FOUND)
    .map(({ area }) => withParent(area, all));
}

/**
 * The areas under which a place can be written that the pack does not have: its blocks, or where it has none its
 * panchayats. The nearest is the one that contains an area of the pack.
 */
export function holdersOfPlaces(area: AreaKey | ''): { places: Area[]; nearest: AreaKey | undefined } {
  const all = pack()?.areas ?? [];
  const blocks = all.filter((one) => one.level === 'block');
  const places = blocks.length > 0 ? blocks : all.filter((one) => one.level === 'panchayat');
  const path = areaOf(area)?.path ?? '';
  return {
    places: sorted(places, nameOf).map((one) => withParent(one, all)),
    nearest: places.find((one) => path.startsWith(one.path))?.area,
  };
}

function withParent(area: PackArea, all: PackArea[]): Area {
  const { outline: _, ...plain } = area;
  const above = area.path.replace(/[^/]+\/$/, '');
  const parent = all.find((one) => one.path === above);
  if (parent === undefined) return plain;
  return { ...plain, parent_name: parent.name, parent_name_bn: parent.name_bn, parent_name_hi: parent.name_hi };
}

/** Zero inside an outline, else the squared distance to its nearest vertex in degrees. */
function distanceTo(area: PackArea, lon: number, lat: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const polygon of area.outline?.coordinates ?? []) {
    if (inside(polygon[0] ?? [], lon, lat)) return 0;
    for (const [x = 0, y = 0] of polygon[0] ?? []) nearest = Math.min(nearest, (x - lon) ** 2 + (y - lat) ** 2);
  }
  return nearest;
}

function inside(ring: number[][], lon: number, lat: number): boolean {
  let within = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [x1 = 0, y1 = 0] = ring[i] ?? [];
    const [x2 = 0, y2 = 0] = ring[j] ?? [];
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) within = !within;
  }
  return within;
}
