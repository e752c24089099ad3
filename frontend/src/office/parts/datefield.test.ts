import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from 'svelte/server';
import { expect, it, vi } from 'vitest';
import { chooseLanguage, type Language } from '../../lib/i18n.svelte';
import DateField from './DateField.svelte';

vi.stubGlobal('localStorage', { setItem: () => {} });
vi.stubGlobal('document', { documentElement: {} });

const words = async (language: Language, value: string): Promise<string> => {
  await chooseLanguage(language);
  const { body } = render(DateField, { props: { id: 'day', label: 'Day', value } });
  return /<output[^>]*>(.*?)<\/output>/.exec(body)?.[1] ?? 'no output';
};

it('states the chosen date in words, in the language of the reader', async () => {
  expect(await words('en', '2020-06-05')).toBe('5 Jun 2020');
  expect(await words('bn', '2020-06-05')).toBe('৫ জুন ২০২০');
  expect(await words('hi', '2020-06-05')).toBe('5 जून 2020');
});

it('states nothing while no date is chosen', async () => {
  expect(await words('en', '')).toBe('');
  expect(await words('en', 'x')).toBe(''); // an address may say anything
});

it('is used for every date', () => {
  const src = join(import.meta.dirname, '../..');
  const screens = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.svelte'));
  const plain = screens.filter((file) => readFileSync(join(src, file), 'utf8').includes('type="date"'));
  expect(plain).toEqual(['office/parts/DateField.svelte']);
});
