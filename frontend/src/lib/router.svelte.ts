// A small hash router: #/register/place is ['register', 'place'], and #/households?house=hut has the query of a list.
// The back button of the phone goes back one screen.

import type { Query } from './address';

export { asking, to } from './address';
export type { Query };

let path = $state.raw<readonly string[]>(parse(location.hash));
let asked = $state.raw<Query>(parseQuery(location.hash));

addEventListener('hashchange', () => follow(location.hash));

function follow(hash: string): void {
  path = parse(hash);
  asked = parseQuery(hash);
}

/** The path segments of the current address. */
export function here(): readonly string[] {
  return path;
}

/** The query of the current address. */
export function query(): Query {
  return asked;
}

/** Navigates to a screen; `replace` adds no history entry. */
export function go(to: string, replace = false): void {
  const address = `#/${to.replace(/^\/+/, '')}`;
  if (replace) {
    history.replaceState(null, '', address);
    follow(address);
  } else {
    location.hash = address;
  }
}

/** Goes back one history entry, or to the start screen without one. */
export function back(): void {
  if (history.length > 1) history.back();
  else go('', true);
}

function parse(hash: string): string[] {
  return hash
    .replace(/^#\/?/, '')
    .replace(/\?.*$/, '')
    .split('/')
    .filter((part) => part !== '')
    .map(decodePart);
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // malformed encoding in an address typed by hand: shown as an unknown screen
  }
}

function parseQuery(hash: string): Query {
  return Object.fromEntries(new URLSearchParams(/\?(.*)$/.exec(hash)?.[1] ?? ''));
}
