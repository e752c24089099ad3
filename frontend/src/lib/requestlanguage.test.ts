import { expect, it, vi } from 'vitest';
import { page } from './api';
import { chooseLanguage, startLanguage, suggestLanguage } from './i18n.svelte';

const stored = new Map<string, string>();
const asked: string[] = [];
vi.stubGlobal('document', { documentElement: {} });
vi.stubGlobal('navigator', { languages: ['en-IN'] });
vi.stubGlobal('localStorage', {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => stored.set(key, value),
});
vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
  asked.push(new Headers(init.headers).get('Accept-Language') ?? '');
  return Response.json({ rows: [], next: '' });
});

it("states the language of the screen in each request: the one chosen on the device, before the account's", async () => {
  await startLanguage([]);
  await page('/api/v1/items', '', {});
  await suggestLanguage('bn'); // of the account that signs in
  await page('/api/v1/items', '', {});
  await chooseLanguage('hi');
  await suggestLanguage('bn'); // the next sign-in does not undo the choice
  await page('/api/v1/items', '', {});
  await startLanguage([]); // neither does a restart
  await suggestLanguage('bn');
  await page('/api/v1/items', '', {});
  expect(asked).toEqual(['en', 'bn', 'hi', 'hi']);
});
