// State that must survive a reload (a weak phone reloads after each photo) but not the tab: unfinished forms and pending
// entries. It is in sessionStorage, for one account; that of another account is deleted.

import { parsed } from './json';

const PREFIX = 'tripol.kept.';

/** Stores a value under a name. With full storage the work goes on: the value stays in memory. */
export function keep(name: string, value: unknown): void {
  try {
    sessionStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

/** The stored value of a name, or null. */
export function kept<T>(name: string): T | null {
  const text = sessionStorage.getItem(PREFIX + name);
  if (text === null) return null;
  try {
    return parsed(text);
  } catch {
    sessionStorage.removeItem(PREFIX + name); // written by an older version in another format
    return null;
  }
}

export function forget(name: string): void {
  sessionStorage.removeItem(PREFIX + name);
}

export function forgetAll(): void {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(PREFIX)) sessionStorage.removeItem(name);
}

/** Called after sign-in: deletes the state of another account, which this person must not see. */
export function keepFor(owner: string): void {
  if (kept<string>('owner') !== owner) forgetAll();
  keep('owner', owner);
}
