// What must survive a reload of the page (a weak phone reloads after each photo) but not the tab: unfinished answers and
// entries that wait for their answer. They stand in sessionStorage, for one account; another account's are forgotten.

const PREFIX = 'tripol.kept.';

/** Keeps a value under a name. A full storage is no reason to stop the person's work: the value lives on in memory. */
export function keep(name: string, value: unknown): void {
  try {
    sessionStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

/** The value kept under a name, or null. */
export function kept<T>(name: string): T | null {
  const text = sessionStorage.getItem(PREFIX + name);
  if (text === null) return null;
  try {
    return JSON.parse(text) as T;
  } catch {
    sessionStorage.removeItem(PREFIX + name); // written by an older page; of no use to anyone
    return null;
  }
}

export function forget(name: string): void {
  sessionStorage.removeItem(PREFIX + name);
}

export function forgetAll(): void {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(PREFIX)) sessionStorage.removeItem(name);
}

/** Called when somebody has signed in: what another account left is not theirs to see. */
export function keepFor(owner: string): void {
  if (kept<string>('owner') !== owner) forgetAll();
  keep('owner', owner);
}
