// Pure rules of the message files: placeholders and plurals. Nothing here knows the page.

import { number } from './formats';
import type { Language } from './language';

export type Messages = Record<string, string>;

/** Puts the values into the {places} of a sentence; a place without a value stays visible, so that it is noticed. */
export function fill(sentence: string, values: Record<string, string | number>, language: Language): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    if (value === undefined) return place;
    return typeof value === 'number' ? number(value, language) : value;
  });
}

/** key.one or key.other. Bengali and Hindi count nought as one, so the language's own rule decides. */
export function pluralKey(key: string, count: number, language: Language): string {
  return `${key}.${new Intl.PluralRules(language).select(count) === 'one' ? 'one' : 'other'}`;
}
