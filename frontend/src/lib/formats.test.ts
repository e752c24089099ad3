import { expect, it } from 'vitest';
import { clockTime, dayPart, longDate, money, shortDate } from './formats';

const parts: Record<string, string> = { 'time.afternoon': 'বিকেল {clock}', 'time.night': 'রাত {clock}' };
const sentence = (key: string) => parts[key] ?? key;

it('writes rupees before the number, in lakh grouping, with paise only when there are some', () => {
  expect(money(12431000, 'en')).toBe('₹1,24,310');
  expect(money(150, 'en')).toBe('₹1.50');
  expect(money(12431000, 'bn')).toBe('₹১,২৪,৩১০');
});

it('writes dates day first and in the zone of Kolkata', () => {
  expect(longDate('2020-06-04T20:00:00Z', 'en')).toBe('5 Jun 2020');
  expect(shortDate('2020-06-04T20:00:00Z', 'en')).toBe('05/06/2020');
});

it('says the part of the day in words', () => {
  expect(clockTime('2020-06-05T09:34:00Z', sentence, 'bn')).toBe('বিকেল ৩:০৪');
  expect(clockTime('2020-06-05T18:35:00Z', sentence, 'bn')).toBe('রাত ১২:০৫');
});

it('puts every hour into a part of the day', () => {
  expect([0, 3, 4, 11, 12, 14, 15, 17, 18, 19, 20, 23].map(dayPart)).toEqual([
    'night',
    'night',
    'morning',
    'morning',
    'noon',
    'noon',
    'afternoon',
    'afternoon',
    'evening',
    'evening',
    'night',
    'night',
  ]);
});
