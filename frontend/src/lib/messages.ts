// Placeholders and plural forms of messages. Pure: independent of the page.

import { number } from './formats';
import type { Language } from './language';
import type { Values } from './placeholders';

export type Messages = Record<string, string>;

/** Replaces the {placeholders} of a message; one without a value stays visible, so that it is noticed. */
export function fill(sentence: string, values: Values, language: Language): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    if (value === undefined) return place;
    return typeof value === 'number' ? number(value, language) : value;
  });
}

/** key.one or key.other, by the plural rule of the language: Bengali and Hindi have the singular for zero. */
export function pluralKey(key: string, count: number, language: Language): string {
  return `${key}.${new Intl.PluralRules(language).select(count) === 'one' ? 'one' : 'other'}`;
}
