// Indian formats of numbers, money and dates. Pure: the language is a parameter.

import { about, type Language } from './language';

const locale = (language: Language): string => about(language).locale;

/** The time zone of the installation; the server writes it into the page, which a phone keeps for when it is offline. */
export const ZONE =
  (typeof document === 'undefined' ? undefined : document.documentElement.dataset['timeZone']) ?? 'Asia/Kolkata';

const numberFormats = new Map<Language, Intl.NumberFormat>(); // one takes a slow phone 10 ms to make

export function number(value: number, language: Language): string {
  const format = numberFormats.get(language) ?? new Intl.NumberFormat(locale(language), { maximumFractionDigits: 2 });
  numberFormats.set(language, format);
  return format.format(value);
}

/** Whole rupees are written without paise. */
export function money(paise: number, language: Language): string {
  const digits = paise % 100 === 0 ? 0 : 2;
  const format = {
    style: 'currency',
    currency: 'INR',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  } as const;
  return new Intl.NumberFormat(locale(language), format).format(paise / 100);
}

/** A day without a clock time is that day everywhere. */
const zoneOf = (moment: string): string => (/^\d{4}-\d\d-\d\d$/.test(moment) ? 'UTC' : ZONE);

export function longDate(moment: string, language: Language): string {
  // The short months of Bengali and Hindi are seldom used: nobody here writes নভেঃ or नव॰.
  const month = language === 'en' ? 'short' : 'long';
  const format = { day: 'numeric', month, year: 'numeric', timeZone: zoneOf(moment) } as const;
  const parts = new Intl.DateTimeFormat(locale(language), format).formatToParts(new Date(moment));
  // Intl puts a comma after the Bengali month; nobody here does, nor do the pages that the server writes.
  return parts.map((part) => (part.type === 'literal' ? ' ' : part.value)).join('');
}

export function shortDate(moment: string, language: Language): string {
  const format = { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: zoneOf(moment) } as const;
  return new Intl.DateTimeFormat(locale(language), format).format(new Date(moment));
}

/** A date as 2020-06-05, for file names and filters. */
/** The moment of a day and time on a clock of the installation's zone. */
export function momentIn(year: number, month: number, day: number, hour: number, minute: number): Date {
  const plain = Date.UTC(year, month - 1, day, hour, minute);
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: ZONE,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const shown = Object.fromEntries(format.formatToParts(plain).map(({ type, value }) => [type, Number(value)]));
  const there = Date.UTC(shown['year'] ?? 0, (shown['month'] ?? 1) - 1, shown['day'], shown['hour'], shown['minute']);
  return new Date(2 * plain - there);
}

export const isoDay = (moment: Date): string => new Intl.DateTimeFormat('en-CA', { timeZone: ZONE }).format(moment);

/** The clock time. Intl writes "PM" in Latin letters for Bengali, so the part of the day comes from the messages. */
export function clockTime(moment: string, sentence: (key: string) => string, language: Language): string {
  const parts = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: ZONE }).formatToParts(
    new Date(moment),
  );
  const hour = Number(parts.find((part) => part.type === 'hour')?.value ?? 0) % 24;
  const minute = Number(parts.find((part) => part.type === 'minute')?.value ?? 0);
  const plain = new Intl.NumberFormat(locale(language), { useGrouping: false });
  const padded = new Intl.NumberFormat(locale(language), { minimumIntegerDigits: 2 });
  const clock = `${plain.format(hour % 12 === 0 ? 12 : hour % 12)}:${padded.format(minute)}`;
  return sentence(`time.${dayPart(hour)}`).replace('{clock}', clock);
}

export type DayPart =
  | 'small_hours'
  | 'dawn'
  | 'morning'
  | 'noon'
  | 'afternoon'
  | 'late_afternoon'
  | 'evening'
  | 'night';

/** The first hour after each part of the day, as in internal/words/formats.go. */
const PARTS: readonly [number, DayPart][] = [
  [4, 'small_hours'],
  [6, 'dawn'],
  [12, 'morning'],
  [15, 'noon'],
  [16, 'afternoon'],
  [18, 'late_afternoon'],
  [20, 'evening'],
];

export const dayPart = (hour: number): DayPart => PARTS.find(([end]) => hour < end)?.[1] ?? 'night';
