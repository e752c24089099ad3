// The code of goods that a storekeeper hands to a distributor: the distributor's phone reads it from the storekeeper's screen,
// and both know the same handing without a network. Its id is made from the code, so that it is booked once, also where the code
// was typed.

import { drawChecked, typedChecked } from '../../lib/checked';
import type { DistributionId, ItemId } from '../../lib/ids';

const LENGTH = 10; // symbols, without the check symbol
const OFFSET = 17; // another remainder than a card's number has: neither is taken for the other
const TAIL = 12; // the random end of an id, 48 bits
const PREFIX = 'TPH1';

type Items = { item: ItemId; quantity: number }[];

/** A handing as its code tells it; ids of things are their ends. */
export interface Coded {
  code: string;
  distribution: string;
  device: string;
  items: { item: string; quantity: number }[];
}

/** Draws a code that can be typed: ten symbols and a check symbol. */
export const drawCode = (): string => drawChecked(LENGTH, OFFSET);

/** A typed code in its canonical form; null where a letter is wrong. */
export const typedHanding = (typed: string): string | null => typedChecked(typed, LENGTH, OFFSET);

/** The id of the handing with a code: a UUID of version 8, from the digest of the code. */
export async function handingId(code: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`tripol goods ${code}`));
  const bytes = new Uint8Array(digest).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The end of an id, in capitals: a QR code of capitals and digits is smaller. */
export const tailOf = (id: string): string => id.replace(/-/g, '').slice(-TAIL).toUpperCase();

/** A number of three digits that tells the phones of one worker apart on screen. */
export const signOf = (device: string): number => 100 + (Number.parseInt(tailOf(device), 16) % 900);

/** What the QR code says. */
export function handingText(code: string, distribution: string, device: string, items: Items): string {
  const goods = items.map(({ item, quantity }) => `${tailOf(item)}.${quantity}`).join('-');
  return [PREFIX, code, tailOf(distribution), tailOf(device), goods].join(':');
}

const FORM = /^TPH1:([0-9A-Z]{11}):([0-9A-F]{12}):([0-9A-F]{12}):((?:[0-9A-F]{12}\.\d{1,6}-?)+)$/;

/** Reads a scanned code; null for anything else. */
export function codedHanding(text: string): Coded | null {
  const [, typed = '', distribution = '', device = '', goods = ''] = FORM.exec(text) ?? [];
  const code = typedHanding(typed);
  if (code === null) return null;
  const items = goods.split('-').map((one) => {
    const [item = '', quantity = ''] = one.split('.');
    return { item, quantity: Number(quantity) };
  });
  return items.some(({ quantity }) => !(quantity > 0)) ? null : { code, distribution, device, items };
}

/** What a phone has that reads a code. */
export interface Reader {
  device: string;
  distributions: readonly DistributionId[];
  items: readonly ItemId[];
}

export type Read =
  | { is: 'goods'; code: string; distribution: DistributionId; items: Items }
  | { is: 'typed'; code: string }
  | { is: 'unreadable' | 'other_phone' | 'other_list' | 'unknown_item' };

/** What a scanned or typed code means on this phone. A typed one says nothing of the goods. */
export function readHanding(text: string, reader: Reader): Read {
  const coded = codedHanding(text.trim());
  if (coded === null) {
    const code = typedHanding(text);
    return code === null ? { is: 'unreadable' } : { is: 'typed', code };
  }
  if (coded.device !== tailOf(reader.device)) return { is: 'other_phone' };
  const distribution = reader.distributions.find((id) => tailOf(id) === coded.distribution);
  if (distribution === undefined) return { is: 'other_list' };
  const items = coded.items.flatMap(({ item: end, quantity }) => {
    const item = reader.items.find((id) => tailOf(id) === end);
    return item === undefined ? [] : [{ item, quantity }];
  });
  return items.length < coded.items.length
    ? { is: 'unknown_item' }
    : { is: 'goods', code: coded.code, distribution, items };
}
