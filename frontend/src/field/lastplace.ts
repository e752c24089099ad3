// The place that this worker used last on this phone: of an entry of the outbox, or of a registration that was begun later.
// It is derived, so it is encrypted, and survives a restart, as they are.

import type { AreaKey } from '../lib/ids';
import { timeOf } from '../lib/uuid7';
import { placeEnded } from './phone/families/families';
import { detailsOf, type Row } from './phone/outbox/entrydetails';
import { entries } from './phone/outbox/outbox.svelte';
import { unfinished } from './register/draft.svelte';

export interface Place {
  area: AreaKey;
  /** The name of a place that is not listed, written under the area. */
  written: string;
}

/** The place of an entry; null where it has none. */
function placeOf(row: Row): Place | null {
  const said = detailsOf(row, 'household.register') ?? detailsOf(row, 'situation.report');
  const area = said?.area ?? detailsOf(row, 'grievance.take')?.area ?? '';
  return area === '' ? null : { area, written: said?.written_place ?? '' };
}

/** The place that was used last, and that the pack still has; null without one. A draft that is open now does not count. */
export function lastPlace(open = ''): Place | null {
  let newest: (Place & { at: number }) | null = null;
  for (const row of entries()) {
    const place = placeOf(row);
    if (place === null || placeEnded(place.area)) continue;
    newest = { ...place, at: Date.parse(row.at) };
    break; // the newest come first
  }
  for (const { id, area, written } of unfinished()) {
    const at = timeOf(id);
    if (id === open || area === '' || placeEnded(area) || at <= (newest?.at ?? 0)) continue;
    newest = { area, written, at };
  }
  return newest;
}
