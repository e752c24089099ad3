// Quantities as they are typed, by item.

import { wholeNumber } from '../../lib/digits';
import type { ItemId } from '../../lib/ids';
import type { Quantity } from '../phone/outbox/entrydetails';

/** The largest quantity that is counted in a store or of a waybill. */
export const MOST_COUNTED = 1_000_000_000;

export type Typed = Record<string, string>;

/** The most items that are handed over or taken back at once. */
export const MOST_ITEMS = 20;

export type { Quantity };

export type Wrong = 'no_number' | 'too_many';

/** What is wrong with a typed quantity; null: nothing. An empty one is said by nobody. */
export function wrongWith(text: string | undefined, most: number): Wrong | null {
  if (text === undefined || text.trim() === '') return null;
  const quantity = wholeNumber(text);
  if (quantity === null) return 'no_number';
  return quantity > most ? 'too_many' : null;
}

/** The quantities that were typed, from `least` up; an empty field is left out. */
export const quantities = (items: readonly { item: ItemId }[], typed: Typed, least: number): Quantity[] =>
  items.flatMap(({ item }) => {
    const quantity = wholeNumber(typed[item] ?? '');
    return quantity === null || quantity < least ? [] : [{ item, quantity }];
  });

/** The items whose quantity cannot be used. */
export const wrongItems = (items: readonly { item: ItemId }[], typed: Typed, most: number): Map<ItemId, Wrong> =>
  new Map(
    items.flatMap(({ item }) => {
      const wrong = wrongWith(typed[item], most);
      return wrong === null ? [] : [[item, wrong] as const];
    }),
  );
