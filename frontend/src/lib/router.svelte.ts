// A small hash router: #/register/place is ['register', 'place']. The back key of the phone is the back of the page.

let path = $state.raw<readonly string[]>(parse(location.hash));

addEventListener('hashchange', () => {
  path = parse(location.hash);
});

/** The parts of the present address. */
export function here(): readonly string[] {
  return path;
}

/** Goes to a screen; `replace` leaves no step to come back to. */
export function go(to: string, replace = false): void {
  const address = `#/${to.replace(/^\/+/, '')}`;
  if (replace) {
    history.replaceState(null, '', address);
    path = parse(address);
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
