// Finding a family of the list without its card. Nothing is shown before the searcher has said how many eat together, and
// never more than eight.

import type { Entitled } from '../phone/pack.svelte';
import { sounds } from '../phone/sound';

const MOST = 8;

export type Asked = { by: 'phone'; last4: string } | { by: 'name'; village: string; name: string };

/** The families that fit what was asked, before their size is. */
export function matching(list: Entitled[], asked: Asked): Entitled[] {
  if (asked.by === 'phone') return list.filter((row) => row.phone4 !== '' && row.phone4 === asked.last4);
  const heard = sounds(asked.name);
  if (heard.length === 0) return [];
  return list.filter(
    (row) =>
      (asked.village === '' || row.village === asked.village) && heard.every((word) => row.sounds.includes(word)),
  );
}

/** Those of that size; `more` says that something else must be asked first. */
export function ofSize(rows: Entitled[], size: number): { rows: Entitled[]; more: boolean } {
  const fit = rows.filter((row) => row.size === size);
  return { rows: fit.length > MOST ? [] : fit, more: fit.length > MOST };
}

/** The villages of a list, once each. */
export function villages(list: Entitled[]): string[] {
  return [...new Set(list.map((row) => row.village).filter((name) => name !== ''))].sort();
}
