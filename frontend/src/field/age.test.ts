import { expect, it, vi } from 'vitest';
import { chooseLanguage, startLanguage, t } from '../lib/i18n.svelte';
import { ageOf } from './age';

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });
vi.stubGlobal('navigator', { languages: [] });
vi.stubGlobal('document', { documentElement: {} });

const at = (minutes: number): string =>
  ageOf('2020-06-05T09:00:00Z', Date.parse('2020-06-05T09:00:00Z') + minutes * 60_000);

it('is in minutes in the first hour, and in hours after it', async () => {
  await startLanguage(['common', 'field']);
  await chooseLanguage('en');
  expect([0, 1, 3, 59, 60, 61, 120, -5].map(at)).toEqual([
    '1 minute',
    '1 minute',
    '3 minutes',
    '59 minutes',
    '1 hour',
    '1 hour',
    '2 hours',
    '1 minute', // the phone's clock is behind
  ]);
  expect(t('verdict.offline', { age: at(3) })).toContain('The list is 3 minutes old');
});

it('is in the digits of the reader', async () => {
  await chooseLanguage('bn');
  expect(at(3)).toBe('৩ মিনিট');
});
