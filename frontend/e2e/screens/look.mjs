// Looks at a screen in three languages and two widths, and keeps pictures of it.

import { mkdirSync } from 'node:fs';
import { must } from '../checks.mjs';
import { PASSWORD } from '../people.mjs';
import { t } from '../words.mjs';
import { collect, Data, IN_PAGE, judge } from './faults.mjs';
import { lookSmall } from './small.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./faults.mjs').Language} Language */

/** @type {Language[]} */
export const LANGUAGES = ['en', 'bn', 'hi'];
export const WIDTHS = [360, 1280];
const HEIGHT = 800;
const QUIET_MS = 40;
const PATIENCE_MS = 15_000;

export class Eye {
  #browser;
  #folder;
  #scheme;
  /** @type {string[]} */
  faults = [];
  looked = 0;
  data = new Data();
  /** @type {WeakMap<Page, { open: number, quietSince: number, texts: Promise<void>[] }>} */
  #traffic = new WeakMap();

  /**
   * @param {import('playwright-core').Browser} browser
   * @param {string} folder of the pictures, or empty for none
   * @param {'light' | 'dark'} scheme
   */
  constructor(browser, folder, scheme) {
    this.#browser = browser;
    this.#folder = folder;
    this.#scheme = scheme;
    if (folder !== '') mkdirSync(folder, { recursive: true });
  }

  /** Whether the screens are looked at in the dark scheme, the field app in its night mode. */
  get dark() {
    return this.#scheme === 'dark';
  }

  /** A window of its own, whose answers are known as data. @param {string} base */
  async window(base) {
    const context = await this.#browser.newContext({
      viewport: { width: 1280, height: HEIGHT },
      locale: 'en-IN',
      timezoneId: 'Asia/Kolkata',
      colorScheme: this.#scheme,
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(PATIENCE_MS);
    await context.grantPermissions(['camera'], { origin: base });
    await context.addInitScript({ path: IN_PAGE });
    if (this.dark) await context.addInitScript(() => localStorage.setItem('tripol.light', 'night')); // the field app
    const page = await context.newPage();
    this.#watch(page);
    return page;
  }

  /** @param {Page} page */
  #watch(page) {
    const traffic = { open: 0, quietSince: Date.now(), texts: /** @type {Promise<void>[]} */ ([]) };
    this.#traffic.set(page, traffic);
    page.on('request', () => {
      traffic.open += 1;
    });
    for (const event of /** @type {const} */ (['requestfinished', 'requestfailed'])) {
      page.on(/** @type {'requestfinished'} */ (event), () => {
        traffic.open -= 1;
        traffic.quietSince = Date.now();
      });
    }
    page.on('response', (response) => {
      if (!(response.headers()['content-type'] ?? '').includes('json')) return;
      traffic.texts.push(
        response.json().then(
          (body) => this.data.add(body),
          () => {}, // a page that has gone on meanwhile
        ),
      );
    });
    page.on('pageerror', (error) => this.faults.push(`${page.url()}: uncaught ${error.message}`));
  }

  /** Waits until nothing is loading. @param {Page} page */
  async settled(page) {
    const traffic = this.#traffic.get(page);
    if (traffic === undefined) throw new Error('this window is not watched');
    const until = Date.now() + PATIENCE_MS;
    const loading = LANGUAGES.map((language) => t('loading', {}, language));
    for (;;) {
      const quiet = traffic.open <= 0 && Date.now() - traffic.quietSince >= QUIET_MS;
      if (quiet) {
        const texts = await page.locator('[role=status]').allTextContents();
        if (!texts.some((text) => loading.includes(text.trim()))) break;
      }
      must(Date.now() < until, `${page.url()} does not finish loading (${traffic.open} requests)`);
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS / 2));
    }
    await Promise.all(traffic.texts.splice(0));
  }

  /**
   * Looks at the screen as it is, in every language and width; afterwards it is in English and wide again.
   * @param {Page} page
   * @param {string} name of the screen, for pictures and faults
   */
  async look(page, name) {
    await this.settled(page);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: HEIGHT });
      for (const language of LANGUAGES) await this.#judge(page, name, width, language, language);
    }
    if (name.startsWith('field '))
      for (const fault of await lookSmall(page)) this.faults.push(`${name}, small: ${fault}`);
    await page.setViewportSize({ width: WIDTHS.at(-1) ?? 0, height: HEIGHT });
    await collect(page, 'en');
  }

  /** Looks at a page that has its language from the server. @param {Page} page @param {string} name @param {Language} language */
  async lookAt(page, name, language) {
    await this.settled(page);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: HEIGHT });
      await this.#judge(page, name, width, language, '');
    }
  }

  /**
   * @param {Page} page
   * @param {string} name
   * @param {number} width
   * @param {Language} language
   * @param {Language | ''} choose
   */
  async #judge(page, name, width, language, choose) {
    const found = await collect(page, choose);
    this.looked += 1;
    for (const fault of judge(found, language, this.data))
      this.faults.push(`${name}, ${language}, ${width} px: ${fault}`);
    if (this.#folder === '') return;
    const path = `${this.#folder}/${name.replace(/[^\w-]+/g, '_')}-${language}-${width}.jpg`;
    await page.screenshot({ path, type: 'jpeg', quality: 50, fullPage: true });
  }

  /** Signs in at the office. @param {string} base @param {string} login */
  async signIn(base, login, password = PASSWORD) {
    const page = await this.window(base);
    await page.goto(`${base}/office/`);
    await page.getByLabel(t('session.login'), { exact: true }).fill(login);
    await page.getByLabel(t('session.password'), { exact: true }).fill(password);
    await page.getByRole('button', { name: t('session.sign_in') }).click();
    await page.getByRole('button', { name: t('session.sign_out') }).waitFor();
    return page;
  }
}
