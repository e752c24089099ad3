// The items, which nearly every screen names. They are read once and again when one is added.

import { nameOf } from '../lib/i18n.svelte';
import { Problem } from '../lib/problem';
import { listing } from './listing.svelte';

export const items = listing('/api/v1/items');

/** Loads the items unless they are here. */
export function needItems(): void {
  if (items.rows === null && !items.busy) void items.load();
}

/** The item's name in the reader's language; its id or code when we do not know it. */
export function itemName(idOrCode: string): string {
  const item = items.rows?.find((one) => one.id === idOrCode || one.code === idOrCode);
  return item === undefined ? idOrCode : nameOf(item);
}

/** The item's unit in the reader's language; empty when we do not know the item. */
export function unitOf(id: string): string {
  const item = items.rows?.find((one) => one.id === id);
  return item === undefined ? '' : nameOf(item, 'unit');
}

/** The server names an item by its code; the reader knows its name. */
export function withItemName(error: unknown): unknown {
  if (!(error instanceof Problem) || typeof error.numbers['item'] !== 'string') return error;
  const numbers = { ...error.numbers, item: itemName(error.numbers['item']) };
  return new Problem(error.code, error.status, error.path, numbers, error.detail);
}
