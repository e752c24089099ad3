// What the office answered about a waybill that was accepted here.

import type { Details, Row } from '../phone/outbox/entrydetails';

/** The states of an outcome that the storekeeper is told of; of others there is nothing to tell. */
const TOLD = ['differs', 'other_store', 'ambiguous', 'cancelled', 'confirmed'];

/** The key of the sentence about an accepted waybill; empty: nothing to say. */
export function arrivalNews(
  row: Pick<Row, 'state' | 'numbers'>,
  came: Pick<Details['waybill.arrived'], 'waybill'>,
): string {
  const state = String(row.numbers['state'] ?? '');
  if (TOLD.includes(state)) return `arrival.state.${state}`;
  if (row.state === 'deferred') return 'arrival.state.waits';
  return (came.waybill ?? '') === '' && row.state === 'here' ? 'arrival.office_matches' : '';
}
