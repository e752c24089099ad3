// The languages of the pages: one for each folder of messages, which states in language.json what the language needs. The
// server reads the same files (internal/words/languages.go).

import type { components } from './api/schema';

export type Language = components['schemas']['Language'];

export interface About {
  /** The language's name in itself, so that whoever reads only that one finds it. */
  name: string;
  order: number;
  short: string;
  /** A drawing of `short`, for devices that have no font of its script. */
  outline?: { width: number; path: string };
  locale: string;
  digits: string;
  direction: 'ltr' | 'rtl';
  /** The language of the sentences that are missing. */
  fallback: string;
  /** The languages of the names that are shown, before the English one. */
  names: string[];
  complete: boolean;
}

const FOLDERS = import.meta.glob<About>('../../messages/*/language.json', { eager: true, import: 'default' });

const known = new Map(
  Object.entries(FOLDERS)
    .map(([path, about]) => [path.split('/').at(-2) as Language, about] as const)
    .sort(([, a], [, b]) => a.order - b.order),
);

export const LANGUAGES: readonly Language[] = [...known.keys()];

/** What the folder of a language states about it. */
export function about(language: Language): About {
  const found = known.get(language) ?? known.get('en');
  if (found === undefined) throw new Error('there is no folder of English messages');
  return found;
}

/** A language's name in that language; its code where the pages were built without it. */
export const languageName = (code: string): string => known.get(code as Language)?.name ?? code;

/** The languages whose sentences a reader gets, the later ones before the earlier: a missing sentence is its fallback's. */
export function sourcesOf(language: Language): Language[] {
  const sources = [language];
  for (let one = about(language); !one.complete && one.fallback !== ''; one = about(one.fallback as Language))
    sources.unshift(one.fallback as Language);
  return sources;
}
