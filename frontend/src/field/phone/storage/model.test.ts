import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import { aBrowser, asNew, PIN } from '../testing/testphone';
import { enrol } from './vault.svelte';

/** The name under which a phone of this browser asks to be enrolled. */
async function nameOf(browser: object): Promise<unknown> {
  aBrowser(browser);
  await asNew();
  let sent = '{}';
  vi.stubGlobal('fetch', (_: unknown, { body }: { body: string }) => {
    sent = body;
    return Promise.resolve(new Response('{}', { status: 500 }));
  });
  await expect(enrol({ login: 'rina', password: 'x' }, PIN)).rejects.toThrow();
  return (JSON.parse(sent) as { name?: string }).name;
}

const ANDROID = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36';

it('names the model where the browser tells it, so that the office tells phones apart', async () => {
  const values = { model: 'Redmi 8', platform: 'Android', platformVersion: '11.0.0' };
  const hints = { getHighEntropyValues: () => Promise.resolve(values) };
  expect(await nameOf({ userAgent: ANDROID, userAgentData: hints })).toBe('Redmi 8, Android 11');
});

it('names the user agent where it does not (the control)', async () => {
  expect(await nameOf({ userAgent: ANDROID })).toBe('Linux; Android 10; K');
  const refuses = { getHighEntropyValues: () => Promise.reject(new DOMException('', 'NotAllowedError')) };
  expect(await nameOf({ userAgent: ANDROID, userAgentData: refuses })).toBe('Linux; Android 10; K');
});
