// The service worker of a page, by which the field app opens without a network.

/** @typedef {import('playwright-core').Page} Page */

const READY_MS = 20_000;

/**
 * Waits until the app is on the phone. `navigator.serviceWorker.ready` never settles where the installation fails, and an
 * evaluation has no timeout of its own: without this one the journey would hang until its part is ended.
 * @param {Page} page
 */
export async function installed(page, most = READY_MS) {
  const ready = await page.evaluate(
    (ms) =>
      Promise.race([
        navigator.serviceWorker.ready.then(() => true),
        new Promise((done) => setTimeout(() => done(false), ms)),
      ]),
    most,
  );
  if (ready !== true) throw new Error(`no service worker was ready within ${most / 1000} s`);
}
