import { expect, it, vi } from 'vitest';
import { clockTime, dayPart, isoDay, longDate, money, number, shortDate } from './formats';
import { about, LANGUAGES } from './language';

const parts: Record<string, string> = { 'time.afternoon': 'বিকেল {clock}', 'time.small_hours': 'রাত {clock}' };
const sentence = (key: string) => parts[key] ?? key;

it('writes rupees before the number, in lakh grouping, with paise only when there are some', () => {
  expect(money(12431000, 'en')).toBe('₹1,24,310');
  expect(money(150, 'en')).toBe('₹1.50');
  expect(money(12431000, 'bn')).toBe('₹১,২৪,৩১০');
  expect(money(12431050, 'hi')).toBe('₹1,24,310.50');
});

it('counts in lakh and crore: Bengali digits for Bengali readers, 0-9 for Hindi readers', () => {
  expect(number(123456789, 'bn')).toBe('১২,৩৪,৫৬,৭৮৯');
  expect(number(123456789, 'hi')).toBe('12,34,56,789');
  expect(number(123456789, 'en')).toBe('12,34,56,789');
});

it('writes dates day first and in the zone of Kolkata', () => {
  expect(longDate('2020-06-04T20:00:00Z', 'en')).toBe('5 Jun 2020');
  expect(longDate('2020-06-04T20:00:00Z', 'bn')).toBe('৫ জুন ২০২০');
  expect(longDate('2020-06-04T20:00:00Z', 'hi')).toBe('5 जून 2020');
  expect(longDate('2020-11-30', 'en')).toBe('30 Nov 2020');
  expect(longDate('2020-11-30', 'bn')).toBe('৩০ নভেম্বর ২০২০');
  expect(longDate('2020-11-30', 'hi')).toBe('30 नवंबर 2020');
  expect(shortDate('2020-06-04T20:00:00Z', 'en')).toBe('05/06/2020');
  expect(shortDate('2020-06-04T20:00:00Z', 'bn')).toBe('০৫/০৬/২০২০');
  expect(shortDate('2020-06-04T20:00:00Z', 'hi')).toBe('05/06/2020');
});

it('says the part of the day in words', () => {
  expect(clockTime('2020-06-05T09:34:00Z', sentence, 'bn')).toBe('বিকেল ৩:০৪');
  expect(clockTime('2020-06-05T18:35:00Z', sentence, 'bn')).toBe('রাত ১২:০৫');
  expect(clockTime('2020-06-05T09:34:00Z', () => 'दोपहर बाद {clock}', 'hi')).toBe('दोपहर बाद 3:04');
});

it('puts every hour into a part of the day', () => {
  expect([0, 3, 4, 5, 6, 11, 12, 14, 15, 16, 17, 18, 19, 20, 23].map(dayPart)).toEqual([
    'small_hours',
    'small_hours',
    'dawn',
    'dawn',
    'morning',
    'morning',
    'noon',
    'noon',
    'afternoon',
    'late_afternoon',
    'late_afternoon',
    'evening',
    'evening',
    'night',
    'night',
  ]);
});

it('names a day by the zone of the installation', () => {
  expect(isoDay(new Date('2020-06-04T20:00:00Z'))).toBe('2020-06-05');
});

it('leaves a day without a clock time as it is, in any zone', async () => {
  vi.stubGlobal('document', { documentElement: { dataset: { timeZone: 'America/Los_Angeles' } } });
  vi.resetModules();
  const west = await import('./formats');
  expect(west.longDate('2020-06-05', 'en')).toBe('5 Jun 2020');
  expect(west.shortDate('2020-06-05', 'en')).toBe('05/06/2020');
  expect(west.longDate('2020-06-05T00:00:00Z', 'en'), 'the control').toBe('4 Jun 2020');
});

it('writes the digits that the folder of a language states, as the server does', () => {
  for (const language of LANGUAGES)
    expect([...'0123456789'].map((digit) => number(Number(digit), language)).join(''), language).toBe(
      about(language).digits,
    );
});
