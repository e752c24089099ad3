// What a storekeeper's phone carries, and what was done on it: waybills, counts, goods handed to phones and taken back.

import { nameOf } from '../../lib/i18n.svelte';
import type { DistributionId, ItemId, StoreId, WaybillId } from '../../lib/ids';
import { type CameLine, type Details, detailsOf, type Quantity, type Row } from '../phone/outbox/entrydetails';
import { entries } from '../phone/outbox/outbox.svelte';
import type { Storekeeping } from '../phone/pack/content';
import { due, pack } from '../phone/pack/pack.svelte';
import type { Due } from '../types';
import { folded, type Waybill } from './waybill';

const NOTHING: Storekeeping = { stores: [], waybills: [], handing: [] };

export const storekeeping = (): Storekeeping => pack()?.storekeeping ?? NOTHING;

/** Every item of the organisation, in the order of the pack. */
export const catalogue = (): Due[] =>
  due([...(pack()?.items.keys() ?? [])].map((item) => ({ item: item as ItemId, quantity: 0 })));

/** An item's name with its unit, as the label of a quantity. */
export function labelOf(line: Due): string {
  const unit = nameOf(pack()?.items.get(line.item) ?? { unit: '' }, 'unit');
  return unit === '' ? nameOf(line) : `${nameOf(line)} (${unit})`;
}

export const storeName = (store: StoreId | ''): string =>
  nameOf(storekeeping().stores.find((one) => one.store === store) ?? { name: '' });

/** Whether an entry stands: it was neither refused nor settled as refused. */
export const stands = ({ state }: Row): boolean => state !== 'asks' && state !== 'settled';

/** Goods that this phone itself received, if an entry records such; undefined for another entry. */
export function receivedBy(row: Row): Details['custody.handed'] | undefined {
  const handed = detailsOf(row, 'custody.handed');
  return handed?.device === row.credential ? handed : undefined;
}

/** The entries of this phone that accepted a waybill, newest first. */
export const arrivals = (): { row: Row; came: Details['waybill.arrived'] }[] =>
  entries().flatMap((row) => {
    const came = stands(row) ? detailsOf(row, 'waybill.arrived') : undefined;
    return came === undefined ? [] : [{ row, came }];
  });

/** The entry of this phone that accepted a waybill, by its id or else its number; undefined: none. */
export const acceptedHere = (waybill: WaybillId | '', number: string): Row | undefined =>
  arrivals().find(({ came }) => (waybill !== '' && came.waybill === waybill) || folded(came.number) === folded(number))
    ?.row;

/** The waybills on the way that nobody has accepted on this phone. */
export const underWay = (): Waybill[] =>
  storekeeping().waybills.filter(({ waybill, number }) => acceptedHere(waybill, number) === undefined);

/** The lines of a waybill whose goods were counted: in its order, then what came besides. */
export function cameLines(
  waybill: Waybill | undefined,
  counted: ReadonlyMap<ItemId, number>,
  reasons: Readonly<Record<string, string>>,
): CameLine[] {
  const listed = waybill?.lines ?? [];
  const besides = [...counted.keys()].filter((item) => !listed.some((line) => line.item === item));
  const of = (item: ItemId, sent: number | null): CameLine => {
    const received = counted.get(item) ?? 0;
    return { item, sent, received, reason: differs({ sent, received }) ? (reasons[item] ?? '') : '' };
  };
  const unlisted = waybill === undefined ? null : 0;
  return [...listed.map(({ item, sent }) => of(item, sent)), ...besides.map((item) => of(item, unlisted))];
}

/** Whether a line needs an explanation. What the phone does not know is compared by the office. */
export const differs = ({ sent, received }: Pick<CameLine, 'sent' | 'received'>): boolean =>
  sent !== null && sent !== received;

/** A distributor's phone at a distribution. */
export interface Counter {
  distribution: DistributionId;
  name: string;
  device: string;
  worker: string;
}

/** The phones that goods can be handed to, by distribution. */
export const counters = (): Counter[] =>
  storekeeping().handing.flatMap(({ distribution, name, phones }) =>
    phones.map(({ device, worker }) => ({ distribution, name, device, worker })),
  );

export const counterOf = (distribution: string, device: string): Counter | undefined =>
  counters().find((one) => one.distribution === distribution && one.device === device);

/** The items that are handed out at a distribution, or all where the phone does not know them. */
export function itemsOf(distribution: string): Due[] {
  const lines = pack()?.sites.find((one) => one.distribution === distribution)?.lines ?? [];
  return lines.length === 0 ? catalogue() : due(lines.map(({ item }) => ({ item, quantity: 0 })));
}

/** What this phone handed to another one since it took goods back from it last, by item. */
export function handedTo(distribution: string, device: string): Quantity[] {
  const sums = new Map<ItemId, number>();
  for (const row of entries()) {
    if (!stands(row)) continue;
    const back = detailsOf(row, 'custody.returned');
    if (back?.distribution === distribution && back.device === device) break; // newest first
    const handed = detailsOf(row, 'custody.handed');
    if (handed?.distribution !== distribution || handed.device !== device) continue;
    for (const { item, quantity } of handed.items) sums.set(item, (sums.get(item) ?? 0) + quantity);
  }
  return [...sums].map(([item, quantity]) => ({ item, quantity }));
}

const KINDS = new Set(['waybill.arrived', 'stock.count', 'custody.handed', 'custody.returned']);

/** The newest entries of stores on this phone. */
export const storeEntries = (most: number): Row[] =>
  entries()
    .filter((row) => KINDS.has(row.kind))
    .slice(0, most);
