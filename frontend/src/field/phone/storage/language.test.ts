import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import { chooseLanguage, language, startLanguage } from '../../../lib/i18n.svelte';
import { aBrowser, asNew, enrolled, PIN } from '../testing/testphone';
import { lock, startVault, unlock, workers } from './vault.svelte';

aBrowser({ languages: [] });
vi.stubGlobal('document', { documentElement: { dataset: {} } });

it('is the one that the worker read while enrolling, whatever the account says', { timeout: 30_000 }, async () => {
  aBrowser({ languages: ['hi-IN'] });
  vi.stubGlobal('document', { documentElement: { dataset: {} } });
  await startLanguage(['common']); // the browser's: nobody has chosen one
  await enrolled(); // of an account whose language is English
  expect(language()).toBe('hi');
  lock();
  await unlock(workers()[0]?.credential ?? '', PIN);
  expect(language()).toBe('hi');
  expect(workers()[0]?.language).toBe('hi');
  await asNew();
  aBrowser({ languages: [] });
  vi.stubGlobal('document', { documentElement: { dataset: {} } });
  await startLanguage(['common']);
});

it('chosen on the phone outlasts enrolment, lock and reload; the browser’s holds until then', {
  timeout: 30_000,
}, async () => {
  await enrolled(); // of an account whose language is English
  expect(language()).toBe('en');
  await chooseLanguage('bn');
  lock();
  await unlock(workers()[0]?.credential ?? '', PIN);
  expect(language()).toBe('bn');
  // The phone goes off before the browser has written its storage: what the phone itself stores is used.
  expect(workers()[0]?.language).toBe('bn');
  vi.resetModules();
  const after = await import('../../../lib/i18n.svelte');
  await after.startLanguage(['common']);
  await (await import('./vault.svelte')).startVault();
  expect(after.language()).toBe('bn');
  await startVault();
});
