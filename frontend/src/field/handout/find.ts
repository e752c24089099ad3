// Search of a list for a family without its card. The household size is required before results are shown, and at most
// eight are shown.

import { markOf } from '../../lib/family';
import { nameOf, sorted } from '../../lib/i18n.svelte';
import { type KeyVersion, sounds } from '../phone/families/sound';
import type { Entitled } from '../phone/pack/pack.svelte';

const MOST = 8;

export type Asked = { by: 'phone'; last4: string } | { by: 'name'; village: string; name: string };

/** The families that match the query, before the size is applied; their phonetic keys are of a version. */
export function matching(list: Entitled[], asked: Asked, version: KeyVersion): Entitled[] {
  if (asked.by === 'phone') return list.filter((row) => row.phone4 !== '' && row.phone4 === asked.last4);
  const heard = sounds(asked.name, version);
  if (heard.length === 0) return [];
  return list.filter(
    (row) =>
      (asked.village === '' || row.village === asked.village) && heard.every((word) => row.sounds.includes(word)),
  );
}

/** The families of that size; `more`: too many match, the query must be narrowed. */
export function ofSize(rows: Entitled[], size: number): { rows: Entitled[]; more: boolean } {
  const fit = rows.filter((row) => row.size === size);
  return { rows: fit.length > MOST ? [] : fit, more: fit.length > MOST };
}

/** Whether no family of a list has a mark, such as on a list that was imported: then each is shown by its card's number. */
export const withoutMarks = (list: readonly Pick<Entitled, 'mark'>[]): boolean =>
  list.length > 0 && list.every((row) => markOf(row.mark) === undefined);

/** The distinct villages of a list: their English names, each with that in the reader's language. */
export function villages(list: Entitled[]): { value: string; label: string }[] {
  const found = new Map(list.map((row) => [row.village, nameOf(row, 'village')]));
  found.delete('');
  const all = [...found].map(([value, label]) => ({ value, label }));
  return sorted(all, (one) => one.label);
}
