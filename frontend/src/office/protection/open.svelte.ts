// The organisation's private key, while an officer has this page open: in the memory of this page alone, and for a quarter of
// an hour at most.

import type { Protection } from '../../lib/api/types';
import { readProtection, unlock } from './keys';

const OPEN_MS = 15 * 60_000;

let identity = $state.raw('');
let known = $state.raw<Protection | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

/** The key, or empty while it is shut. */
export const openKey = (): string => identity;
/** How the organisation protects notes, as it was read last. */
export const protection = (): Protection | null => known;

export async function readKeys(): Promise<Protection> {
  known = await readProtection();
  return known;
}

/** Opens the key. False: the passphrase is wrong. */
export async function openWith(passphrase: string): Promise<boolean> {
  const read = known ?? (await readKeys());
  const opened = await unlock(read, passphrase);
  if (opened === null) return false;
  identity = opened;
  clearTimeout(timer);
  timer = setTimeout(shut, OPEN_MS);
  return true;
}

export function shut(): void {
  clearTimeout(timer);
  identity = '';
}
