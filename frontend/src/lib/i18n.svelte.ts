// Localisation. Message files are loaded when their language is chosen; each app names the files that it needs.
// The chosen language is stored in localStorage: it is no personal data.

import { clockTime, longDate, money as moneyIn, number as numberIn, shortDate } from './formats';
import { about, LANGUAGES, type Language, sourcesOf } from './language';
import { fill, type Messages, pluralKey } from './messages';
import type { Values } from './placeholders';
import { isOneOf } from './sets';

export { LANGUAGES, type Language };

const STORED = 'tripol.language';
const loaders = import.meta.glob<Messages>(['../../messages/*/*.json', '!../../messages/*/language.json'], {
  import: 'default',
});

let files: readonly string[] = ['common'];
let messages = $state.raw<Messages>({});
let current = $state<Language>('en');
let chosen = false;
let loading: Language = 'en';
let turn = 0;

/** Loads the app's message files in the stored language, or the browser's. */
export async function startLanguage(faceFiles: readonly string[]): Promise<void> {
  files = faceFiles;
  const stored = localStorage.getItem(STORED);
  chosen = isLanguage(stored);
  await load(isLanguage(stored) ? stored : fromBrowser());
}

/** Adds a message file that a screen needs and the app does not begin with. */
export async function useMessages(file: string): Promise<void> {
  if (files.includes(file)) return;
  files = [...files, file];
  try {
    await load(loading);
  } catch (error) {
    files = files.filter((one) => one !== file);
    throw error;
  }
}

/** Changes the language and stores the choice. */
export async function chooseLanguage(next: Language): Promise<void> {
  chosen = true;
  try {
    localStorage.setItem(STORED, next);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // a full storage: the choice holds until the page is left
  }
  await load(next);
}

/** Sets the account's language, unless one was chosen on this machine. */
export async function suggestLanguage(next: string): Promise<void> {
  if (!chosen && isLanguage(next)) await load(next);
}

/** The language chosen on this machine, or null. */
export function chosenLanguage(): Language | null {
  return chosen ? current : null;
}

/** The current language. */
export function language(): Language {
  return current;
}

/** The message of a key. Numbers among the values are in the reader's digits, strings are unchanged. */
export function t(key: string, values: Values = {}): string {
  return fill(messages[key] ?? key, values, current);
}

/** The loaded messages, in the current language. */
export const shownMessages = (): Messages => messages;

/** A message file in any language, for what is shown in another language than that of the screens. */
export async function messagesIn(of: Language, file: string): Promise<Messages> {
  const parts = await Promise.all(
    sourcesOf(of).map((source) => loaders[`../../messages/${source}/${file}.json`]?.() ?? {}),
  );
  return Object.assign({}, ...parts);
}

/** The plural form of a message for a count: key.one or key.other, with {count}. */
export function tn(key: string, count: number, values: Values = {}): string {
  return t(pluralKey(key, count, current), { count, ...values });
}

/** Whether a message exists, for keys that are built from codes of the server. */
export function has(key: string): boolean {
  return key in messages;
}

/** A count in the reader's digits, grouped as lakh and crore. */
export const number = (value: number): string => numberIn(value, current);
/** Integer paise as rupees. */
export const money = (paise: number): string => moneyIn(paise, current);
/** 5 Jun 2020, in Kolkata. */
export const date = (moment: string): string => longDate(moment, current);
/** 05/06/2020, for tables. */
export const dateShort = (moment: string): string => shortDate(moment, current);
/** 3:04 pm, in Kolkata, with the part of the day in words. */
export const time = (moment: string): string => clockTime(moment, (key) => messages[key] ?? key, current);
/** Date and time together. */
export const dateTime = (moment: string): string => `${date(moment)}, ${time(moment)}`;
type Named<F extends string> = { [K in F]: string } & { [K in `${F}_bn` | `${F}_hi`]?: string | null | undefined };

/** A name in the reader's language or one that it names for this, English where there is none. The field is that of the English name. */
export function nameOf<F extends string = 'name'>(thing: Named<NoInfer<F>>, field: F = 'name' as F): string {
  const names = thing as Record<string, string | null | undefined>;
  const own = about(current).names.find((language) => names[`${field}_${language}`]);
  return (own === undefined ? '' : names[`${field}_${own}`]) || names[field] || '';
}

/** Sorts a list in the order of the reader's language. */
export function sorted<T>(rows: readonly T[], text: (row: T) => string): T[] {
  const order = new Intl.Collator(current, { numeric: true });
  return [...rows].sort((a, b) => order.compare(text(a), text(b)));
}

async function load(next: Language): Promise<void> {
  loading = next;
  turn += 1;
  const mine = turn;
  const wanted = sourcesOf(next).flatMap((source) => files.map((file) => `../../messages/${source}/${file}.json`));
  const parts = await Promise.all(wanted.map((path) => loaders[path]?.() ?? {}));
  if (mine !== turn) return; // another language was chosen, or another file added, meanwhile
  messages = Object.assign({}, ...parts);
  current = next;
  document.documentElement.lang = next;
  document.documentElement.dir = about(next).direction;
}

function isLanguage(value: string | null): value is Language {
  return isOneOf(LANGUAGES, value);
}

function fromBrowser(): Language {
  const wanted = navigator.languages.map((tag) => tag.split('-')[0] ?? '');
  return wanted.find(isLanguage) ?? 'en';
}
