// The first load of the field app: script and style stay below a limit, and of the fonts only those of the reader's language
// are downloaded, by the page and by the service worker.

import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { must } from '../checks.mjs';
import { installed } from '../serviceworker.mjs';
import { t } from '../words.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./faults.mjs').Language} Language */
/** @typedef {{ file: string, css?: string[], imports?: string[], dynamicImports?: string[] }} Chunk */

const LIMIT_KB = 80;
const DIST = new URL('../../dist/', import.meta.url);
const SCRIPTS = { bn: 'bengali', hi: 'devanagari' };

/** Compressed size of the field app's page, scripts and styles, in kB. @param {boolean} lazy also what is loaded later */
function size(lazy) {
  /** @type {Record<string, Chunk>} */
  const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', DIST), 'utf8'));
  const files = new Set(['field/index.html']);
  const seen = new Set();
  const open = ['field/index.html'];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    const chunk = manifest[key];
    if (chunk === undefined || seen.has(key)) continue;
    seen.add(key);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    open.push(...(chunk.imports ?? []), ...(lazy ? (chunk.dynamicImports ?? []) : []));
  }
  const bytes = [...files].map((file) => gzipSync(readFileSync(new URL(file, DIST)), { level: 9 }).length);
  return bytes.reduce((sum, one) => sum + one, 0) / 1000;
}

/** The scripts whose fonts are among the addresses. @param {string[]} addresses */
const scriptsOf = (addresses) =>
  Object.values(SCRIPTS)
    .filter((script) => addresses.some((address) => address.includes(`noto-sans-${script}`)))
    .join();

/** The fonts that the service worker has stored. @param {Page} page */
const stored = (page) =>
  page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith('tripol-'));
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map((request) => request.url);
  });

/** Waits until the service worker has stored the fonts of these scripts. @param {Page} page @param {string} scripts */
async function storedAre(page, scripts) {
  let found = '';
  for (let tries = 0; tries < 100; tries++) {
    found = scriptsOf(await stored(page));
    if (found === scripts) return;
    await page.waitForTimeout(50);
  }
  throw new Error(`the phone stores the fonts "${found}" where "${scripts}" are expected`);
}

/** @param {import('playwright-core').Browser} browser @param {string} base @param {Language} language */
async function firstLoad(browser, base, language) {
  const context = await browser.newContext({ locale: `${language}-IN` });
  const page = await context.newPage();
  /** @type {string[]} */
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${base}/field/`);
  await page.getByRole('heading', { name: t('enrol.title', {}, language) }).waitFor();
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await installed(page);
  const own = language === 'en' ? '' : SCRIPTS[language];
  const fonts = scriptsOf(asked);
  must(fonts === own, `the first load in ${language} downloads the fonts "${fonts}" where "${own}" is expected`);
  await storedAre(page, own);
  return { context, page, asked };
}

/** @param {import('playwright-core').Browser} browser @param {string} base */
export async function lookAtFirstLoad(browser, base) {
  const kB = size(false);
  must(kB <= LIMIT_KB, `the field app is ${kB.toFixed(1)} kB compressed: ${LIMIT_KB} is the limit`);
  must(size(true) > LIMIT_KB, 'the measurement of the field app misses files: even with all lazy ones it is small');
  await (await firstLoad(browser, base, 'en')).context.close();
  await (await firstLoad(browser, base, 'hi')).context.close();
  const { context, page, asked } = await firstLoad(browser, base, 'bn');
  // The control: a text in the third script is noticed by the same look.
  await page.evaluate(() => document.querySelector('main')?.append('हिन्दी'));
  for (let tries = 0; tries < 100 && scriptsOf(asked) === SCRIPTS.bn; tries++) await page.waitForTimeout(50);
  must(scriptsOf(asked) !== SCRIPTS.bn, 'the download of a third font was not noticed');
  await page.getByRole('button', { name: 'हिन्दी' }).click(); // a language that is chosen later comes with its font
  await storedAre(page, `${SCRIPTS.bn},${SCRIPTS.hi}`);
  await context.close();
  return kB;
}
