// Control of the list types: `npm run check` must reject each marked line. Nothing imports this file.

import type { Family } from '../lib/api/types';
import { type Listing, listing } from './listing.svelte';

export function refused(): Listing<Family> {
  // @ts-expect-error a route that is no list
  listing('/api/v1/session');
  // @ts-expect-error a parameter of the path is missing
  listing('/api/v1/stores/{id}/ledger');
  // @ts-expect-error a query parameter that the route does not have
  listing('/api/v1/assessments', () => ({ query: { state: 'unverified' } }));
  // @ts-expect-error a list of another thing
  return listing('/api/v1/stores');
}
