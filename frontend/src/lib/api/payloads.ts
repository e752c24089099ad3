// Control of the payload and route types: `npm run check` must reject each marked line. Nothing imports
// this file.

import { get, post, prepare, send } from '../api';
import type { EntryId, HouseholdId } from '../ids';
import type { Problem } from '../problem';
import type { OpenException } from './types';

export function refused(entry: EntryId): void {
  // @ts-expect-error there is no such kind
  prepare('pending.approved', { entry });
  // @ts-expect-error a name that the payload does not have
  prepare('pending.approve', { entrie: entry });
  // @ts-expect-error a field of another type
  prepare('pending.approve', { entry: 1 });
  // @ts-expect-error a value that is not in the closed set
  void send('household.erase', { household: entry, reason: 'bored' });
  prepare('pending.approve', { entry });
}

export async function refusedReads(household: HouseholdId): Promise<void> {
  // @ts-expect-error there is no such route
  await get('/api/v1/houses');
  // @ts-expect-error a parameter of the path is missing
  await get('/api/v1/households/{id}');
  // @ts-expect-error a query parameter that the route does not have
  await get('/api/v1/assessments', { query: { state: 'unverified' } });
  // @ts-expect-error a value that a query parameter does not take
  await get('/api/v1/waybills', { query: { state: 'lost' } });
  // @ts-expect-error a text where a query parameter is a number
  await get('/api/v1/areas/near', { query: { lat: '22.5', lon: 88 } });
  // @ts-expect-error a field that the view does not have
  (await get('/api/v1/households/{id}', { path: { id: household } })).surname;
  // @ts-expect-error a field that may be null
  (await post('/api/v1/cards/read', { card: '' })).household.name;
  // @ts-expect-error a body of another route
  await post('/api/v1/cards/read', { login: '' });
}

export function refusedCodes(problem: Problem): boolean {
  // @ts-expect-error a code that nothing makes
  return problem.code === 'duplicate_cod';
}

export function refusedDetails(exception: OpenException): unknown {
  // @ts-expect-error a kind that nothing raises
  if (exception.kind === 'stock_shortage') return null;
  if (exception.kind !== 'stock_short') return null;
  // @ts-expect-error a detail of another kind of exception
  void exception.details.quota;
  return exception.details.lacked;
}
