import { beforeEach, expect, it, vi } from 'vitest';

// What a device keeps across reloads, and whether it can be written.
let stored: Map<string, string>;
let full: boolean;

beforeEach(() => {
  stored = new Map();
  full = false;
  vi.stubGlobal('document', { documentElement: { dataset: {} } });
  vi.stubGlobal('navigator', { languages: ['en-IN'] });
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (full) throw new DOMException('full', 'QuotaExceededError');
      stored.set(key, value);
    },
  });
});

/** The page is loaded, and the session of an account with this language is fetched. */
async function opened(accountLanguage: string) {
  vi.resetModules();
  const i18n = await import('./i18n.svelte');
  await i18n.startLanguage(['common']);
  const session = await import('./session.svelte');
  const answer = { account: { language: accountLanguage, roles: [] }, csrf: '', demo: false, disk_full: false };
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(answer), { status: 200 })));
  return { ...i18n, signIn: () => session.signIn('rina', 'x'), resume: session.resume };
}

it('is the account’s where none was chosen on the device (the control)', async () => {
  const page = await opened('hi');
  expect(page.language()).toBe('en');
  await page.signIn();
  expect(page.language()).toBe('hi');
});

it('that was chosen before the sign-in outlasts it, whatever the account says', async () => {
  const page = await opened('hi');
  await page.chooseLanguage('bn');
  await page.signIn();
  expect(page.language()).toBe('bn');
});

it('that was chosen outlasts a reload and the next sign-in', async () => {
  const page = await opened('hi');
  await page.signIn();
  await page.chooseLanguage('bn');
  const again = await opened('hi');
  expect(again.language()).toBe('bn');
  await again.resume();
  await again.signIn();
  expect(again.language()).toBe('bn');
  expect(again.chosenLanguage()).toBe('bn');
});

it('that is the browser’s own can be chosen against the account’s', async () => {
  const page = await opened('hi');
  await page.chooseLanguage('en');
  await page.signIn();
  expect(page.language()).toBe('en');
});

it('is used although it cannot be stored', async () => {
  const page = await opened('hi');
  full = true;
  await page.chooseLanguage('bn');
  await page.signIn();
  expect(page.language()).toBe('bn');
});

it('is the last that was chosen, also when an earlier one is loaded later', async () => {
  const page = await opened('hi');
  await Promise.all([page.chooseLanguage('bn'), page.chooseLanguage('hi'), page.chooseLanguage('en')]);
  expect(page.language()).toBe('en');
  expect(page.t('people.count.other', { count: 2 })).toBe('2 people');
});
