import { beforeEach, expect, it, vi } from 'vitest';
import { hintFor } from './installhint.svelte';

const CHROME = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/148.0.0.0 Mobile Safari/537.36';
const FIREFOX = 'Mozilla/5.0 (Android 13; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1';
const IPAD = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15';
const nothing = { dismissed: false, standalone: false, offered: false, userAgent: CHROME, touch: true };

it('is the browser’s offer where there is one, and steps where there is none', () => {
  expect(hintFor({ ...nothing, offered: true })).toBe('offer');
  expect(hintFor({ ...nothing, userAgent: IPHONE })).toBe('share');
  expect(hintFor({ ...nothing, userAgent: IPAD })).toBe('share');
  expect(hintFor({ ...nothing, userAgent: FIREFOX })).toBe('menu');
});

it('is nothing on a desk, before the offer, in the installed app, and after it was dismissed', () => {
  expect(hintFor(nothing)).toBe('');
  expect(hintFor({ ...nothing, userAgent: IPAD, touch: false })).toBe('');
  for (const userAgent of [CHROME, IPHONE, FIREFOX])
    for (const over of [{ dismissed: true }, { standalone: true }])
      expect(hintFor({ ...nothing, offered: true, userAgent, ...over })).toBe('');
});

let stored: Map<string, string>;
let page: EventTarget;

beforeEach(() => {
  stored = new Map();
  page = new EventTarget();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
  vi.stubGlobal('navigator', { userAgent: CHROME, maxTouchPoints: 5 });
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  });
});

/** The page is loaded again. */
async function loaded() {
  vi.resetModules();
  const module = await import('./installhint.svelte');
  module.awaitOffer();
  return module;
}

it('never returns after it was answered, dismissed, or the app was installed', async () => {
  const offered = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt: vi.fn() });
  let app = await loaded();
  expect(app.hint()).toBe('');
  page.dispatchEvent(offered);
  expect(offered.defaultPrevented).toBe(true);
  expect(app.hint()).toBe('offer');
  await app.acceptOffer();
  expect(offered.prompt).toHaveBeenCalledOnce();
  expect(app.hint()).toBe('');
  app = await loaded();
  page.dispatchEvent(new Event('beforeinstallprompt'));
  expect(app.hint()).toBe('');
  stored.clear(); // the control: without what was stored it returns
  app = await loaded();
  page.dispatchEvent(new Event('beforeinstallprompt'));
  expect(app.hint()).toBe('offer');
  page.dispatchEvent(new Event('appinstalled'));
  expect(app.hint()).toBe('');
});
