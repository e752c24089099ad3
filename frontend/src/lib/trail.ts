// The history entries of the app that are below the current one, kept in `history.state` so that they survive a reload.

/** A history entry: its address, and the stage of the screen there ('' where it opens). */
export interface Entry {
  readonly at: string;
  readonly stage: string;
}

/** What `history.state` holds for each entry. */
export interface Marked {
  readonly trail: readonly Entry[];
  readonly stage: string;
}

/** As many entries as a browser keeps for a page. */
const MOST = 50;

/** The state that an entry was given, or null: it is new, such as one that a link made. */
export function marked(state: unknown): Marked | null {
  const { trail, stage } = (state ?? {}) as Partial<Marked>;
  return Array.isArray(trail) && typeof stage === 'string' ? { trail, stage } : null;
}

/** The trail of an entry that follows `current`. */
export const after = (trail: readonly Entry[], current: Entry): Entry[] => [...trail, current].slice(-MOST);

/** The first segment of an address: register of register/place?draft=1. */
export const screenOf = (at: string): string => /^[^/?]*/.exec(at)?.[0] ?? '';

/** The index of the first of those entries directly below the current one that a test accepts; the length for none. */
export function below(trail: readonly Entry[], accepts: (entry: Entry) => boolean): number {
  let first = trail.length;
  for (let entry = trail[first - 1]; entry !== undefined && accepts(entry); entry = trail[first - 1]) first -= 1;
  return first;
}
