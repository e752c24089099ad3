// A small hash router: #/register/place is ['register', 'place'], and #/households?house=hut holds what a list is asked for.
// The back key of the phone is the back of the page.

export type Query = Readonly<Record<string, string | undefined>>;

let path = $state.raw<readonly string[]>(parse(location.hash));
let asked = $state.raw<Query>(parseQuery(location.hash));

addEventListener('hashchange', () => follow(location.hash));

function follow(hash: string): void {
  path = parse(hash);
  asked = parseQuery(hash);
}

/** The parts of the present address. */
export function here(): readonly string[] {
  return path;
}

/** What the present address asks of its screen. */
export function query(): Query {
  return asked;
}

/** The address of a screen that is asked for something, for `go` and, after a #/, for links. Empty values are left out. */
export function asking(screen: string, values: Query): string {
  const filled = Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return filled.length === 0 ? screen : `${screen}?${new URLSearchParams(filled).toString()}`;
}

/** Goes to a screen; `replace` leaves no step to come back to. */
export function go(to: string, replace = false): void {
  const address = `#/${to.replace(/^\/+/, '')}`;
  if (replace) {
    history.replaceState(null, '', address);
    follow(address);
  } else {
    location.hash = address;
  }
}

/** One step back, or to the start when there is none. */
export function back(): void {
  if (history.length > 1) history.back();
  else go('', true);
}

/** The address of a screen, for links. */
export function to(...parts: string[]): string {
  return `#/${parts.map(encodeURIComponent).join('/')}`;
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
    return part; // an address typed by hand; shown as a screen that does not exist
  }
}

function parseQuery(hash: string): Query {
  return Object.fromEntries(new URLSearchParams(/\?(.*)$/.exec(hash)?.[1] ?? ''));
}
