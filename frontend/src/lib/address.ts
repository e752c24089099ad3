// Addresses of screens, as links and the router write them.

/** The query of an address. */
export type Query = Readonly<Record<string, string | undefined>>;

/** The address of a screen with a query, for `go` and, after a #/, for links. Empty values are left out. */
export function asking(screen: string, values: Query): string {
  const filled = Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return filled.length === 0 ? screen : `${screen}?${new URLSearchParams(filled).toString()}`;
}

/** The address of a screen, for links. */
export function to(...parts: string[]): string {
  return `#/${parts.map(encodeURIComponent).join('/')}`;
}
