// The people of the job, each with a browser window of their own, and what is watched in every window: no error on the
// console, no answer that nobody expected, no request to another host, nothing that the content policy had to refuse.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { accessible } from './checks.mjs';
import { t } from './words.mjs';

export const PASSWORD = 'tripol-demo';
const PATIENCE_MS = 15_000;
export const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
const DESK = { viewport: { width: 1280, height: 800 } };

/**
 * The browser whose camera shows a file. The file need not be there before the camera is first switched on.
 * @param {string} camera
 */
export async function openBrowser(camera) {
  const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const executablePath = process.env['TRIPOL_CHROMIUM'] ?? places.find((place) => existsSync(place));
  if (executablePath === undefined) throw new Error('there is no Chromium here: run make deps, or set TRIPOL_CHROMIUM');
  return chromium.launch({
    executablePath,
    headless: true,
    handleSIGINT: false, // whoever started the browser ends it
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${camera}`,
    ],
  });
}

/** The PIN of everyone who works with a phone here. */
export const PIN = '135790';

/**
 * Chooses the PIN of a phone that is being enrolled, and waits until it carries its work.
 * @param {import('playwright-core').Page} page
 * @param {(key: string) => string} [say] the sentence of a key on this phone
 */
export async function choosePin(page, say = (key) => t(key)) {
  await page.getByLabel(say('pin.choose'), { exact: true }).fill(PIN);
  await page.getByLabel(say('pin.again'), { exact: true }).fill(PIN);
  await page.getByRole('button', { name: say('pin.save') }).click();
  const started = page.getByRole('button', { name: say('lock.now') });
  const later = page.getByRole('button', { name: say('enrol.office_later'), exact: true });
  await later.or(started).first().waitFor();
  if (await later.isVisible()) {
    await later.click(); // who works in the office too chooses its password now or later
    await page.getByRole('button', { name: say('enrol.start'), exact: true }).click();
  }
  await started.waitFor();
  await page.getByText(say('pack.none')).waitFor({ state: 'detached' });
}

export class People {
  #browser;
  #base;
  /** @type {Set<string>} */
  #ours = new Set();
  /** @type {Map<string, import('playwright-core').Page>} */
  #pages = new Map();
  /** @type {string[]} */
  #wrong = [];
  /** @type {Set<string>} */
  #faces = new Set();
  /** @type {{ status: number, path: string }[]} */
  #expected = [{ status: 401, path: '/api/v1/session' }]; // how a page learns that nobody has signed in

  /**
   * @param {import('playwright-core').Browser} browser
   * @param {string} base
   */
  constructor(browser, base) {
    this.#browser = browser;
    this.#base = base;
    this.#ours.add(base);
  }

  /**
   * Lets windows ask one more server of this run.
   * @param {string} base
   */
  allow(base) {
    this.#ours.add(base);
  }

  /** Windows that are open, by the person's name. */
  get pages() {
    return this.#pages;
  }

  /**
   * The person's window, signed in on the face's first screen; the same window when it is open already.
   * @param {string} login
   * @param {'field' | 'office'} face
   */
  async at(login, face) {
    const open = this.#pages.get(login);
    if (open !== undefined) return open;
    const page = await this.window(login, face === 'field' ? PHONE : DESK);
    await page.goto(`${this.#base}/${face}/`);
    await page.getByLabel(t('session.login'), { exact: true }).fill(login);
    if (!this.#faces.has(face)) await accessible(page);
    this.#faces.add(face);
    await page.getByLabel(t('session.password'), { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: t('session.sign_in') }).click();
    if (face === 'field') await choosePin(page);
    else await page.getByRole('button', { name: t('session.sign_out') }).waitFor();
    return page;
  }

  /**
   * A window without an account.
   * @param {string} name
   * @param {import('playwright-core').BrowserContextOptions} [options]
   */
  async window(name, options = DESK) {
    const context = await this.#browser.newContext({ ...options, locale: 'en-IN', timezoneId: 'Asia/Kolkata' });
    context.setDefaultTimeout(PATIENCE_MS);
    if (options.javaScriptEnabled !== false) {
      await context.grantPermissions(['camera'], { origin: this.#base });
      await context.addInitScript(() => {
        addEventListener('securitypolicyviolation', (event) => {
          // biome-ignore lint/suspicious/noConsole: how the page tells this test
          console.error(`the content policy refused ${event.blockedURI} (${event.violatedDirective})`);
        });
      });
    }
    const page = await context.newPage();
    this.#watch(page, name);
    this.#pages.set(name, page);
    return page;
  }

  /**
   * A second tab beside the person's window; whoever opened it closes it.
   * @param {string} login
   */
  async tab(login) {
    const context = this.#pages.get(login)?.context();
    if (context === undefined) throw new Error(`${login} has no window`);
    const page = await context.newPage();
    this.#watch(page, `${login}, second tab`);
    return page;
  }

  /**
   * Says that the next steps will get this refusal; any other refusal fails the test.
   * @param {number} status
   * @param {string} path end of the address
   */
  expectRefusal(status, path) {
    this.#expected.push({ status, path });
  }

  /**
   * Closes a window.
   * @param {string} name
   */
  async leave(name) {
    await this.#pages.get(name)?.context().close();
    this.#pages.delete(name);
  }

  /** Fails when something went wrong in a window since the last time. */
  assertQuiet() {
    const wrong = this.#wrong.splice(0);
    if (wrong.length > 0) throw new Error(`the browser complained:\n${wrong.join('\n')}`);
  }

  /**
   * @param {import('playwright-core').Page} page
   * @param {string} name
   */
  #watch(page, name) {
    const note = (/** @type {string} */ text) => this.#wrong.push(`  ${name} on ${page.url()}: ${text}`);
    page.on('pageerror', (error) => note(`uncaught ${error.message}`));
    page.on('console', (message) => {
      // Refusals are judged by their status below; Chromium writes each one on the console too.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) note(message.text());
    });
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && !this.#ours.has(url.origin)) note(`asked another host: ${request.url()}`);
    });
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      const known = this.#expected.some((one) => one.status === response.status() && pathname.endsWith(one.path));
      if (response.status() >= 400 && !known) note(`${response.request().method()} ${pathname}: ${response.status()}`);
    });
  }
}
