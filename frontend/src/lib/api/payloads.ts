// The control of the types of payloads: what is wrong below must be an error of `npm run check`. Nothing imports this file.

import { prepare, send } from '../api';
import type { EntryId } from '../ids';

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
