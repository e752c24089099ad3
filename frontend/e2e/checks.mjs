// What every screen must be, whoever looks at it.

import { AxeBuilder } from '@axe-core/playwright';
import { rawKeys, t } from './words.mjs';

/** @typedef {import('playwright-core').Page} Page */

/**
 * Fails unless it is so.
 * @param {unknown} so
 * @param {string} what
 */
export function must(so, what) {
  if (!so) throw new Error(what);
}

/**
 * Fails unless both are the same.
 * @param {unknown} found
 * @param {unknown} wanted
 * @param {string} what
 */
export function same(found, wanted, what) {
  must(
    Object.is(found, wanted),
    `${what}: ${JSON.stringify(wanted)} was expected and ${JSON.stringify(found)} is there`,
  );
}

/**
 * The words of a part of the page as a person sees them.
 * @param {import('playwright-core').Locator} part
 */
export function read(part) {
  // biome-ignore lint/performance/useDomNodeTextContent: what is hidden from the eye does not count
  return part.innerText();
}

/**
 * Waits for the screen with this heading; it must not scroll sideways, and every sentence on it must be written.
 * @param {Page} page
 * @param {string | RegExp} heading
 */
export async function screen(page, heading) {
  await page.getByRole('heading', { level: 1, name: heading, exact: typeof heading === 'string' }).waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  const room = page.viewportSize()?.width ?? 0; // not innerWidth: a phone zooms out until everything fits
  must(wide <= room, `"${heading}" scrolls sideways: it is ${wide} px wide on a screen of ${room} px`);
  const raw = rawKeys(await read(page.locator('body')));
  must(raw.length === 0, `"${heading}" shows keys instead of sentences: ${raw.join(', ')}`);
}

/**
 * Fails on what people with a screen reader, a keyboard or weak sight cannot use (axe: serious and critical).
 * @param {Page} page
 */
export async function accessible(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter((one) => one.impact === 'serious' || one.impact === 'critical');
  const lines = grave.flatMap((one) => one.nodes.map((node) => `  ${one.id}: ${one.help}: ${node.html.slice(0, 200)}`));
  must(grave.length === 0, `the screen "${await page.title()}" shuts people out:\n${lines.join('\n')}`);
}

/**
 * Shows the screen in Bengali and in English again: the heading must follow, and no sentence may be missing.
 * @param {Page} page
 * @param {string} key of the heading
 */
export async function inBengali(page, key) {
  const bengali = t(key, {}, 'bn');
  must(bengali !== t(key), `${key} is not translated`);
  await page.getByRole('button', { name: 'বাংলা' }).click();
  await screen(page, bengali);
  same(await page.locator('html').getAttribute('lang'), 'bn', 'the language of the page');
  await page.getByRole('button', { name: 'English' }).click();
  await screen(page, t(key));
}

/**
 * Opens every group of the office's menu.
 * @param {Page} page
 */
export async function openMenu(page) {
  const closed = page.getByRole('navigation', { name: t('nav.office') }).locator('li > button[aria-expanded="false"]');
  await page.locator('nav li').first().waitFor({ state: 'attached' });
  while ((await closed.count()) > 0) await closed.first().click();
}

/**
 * Opens a section of the office by its menu.
 * @param {Page} page
 * @param {string} section
 */
export async function toSection(page, section) {
  await openMenu(page);
  await page.locator(`nav a[href="#/${section === 'desk' ? '' : section}"]`).click();
  await screen(page, t(`nav.${section}`));
}

/**
 * Presses what saves a file, and keeps the file there.
 * @param {Page} page
 * @param {import('playwright-core').Locator} button
 * @param {string} path
 */
export async function download(page, button, path) {
  const [file] = await Promise.all([page.waitForEvent('download'), button.click()]);
  await file.saveAs(path);
}

/**
 * Chooses a file as a person does: by pressing the field, so that the same file can be chosen again.
 * @param {Page} page
 * @param {string} label
 * @param {string} path
 */
export async function chooseFile(page, label, path) {
  const field = page.getByLabel(label, { exact: true });
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), field.click()]);
  await chooser.setFiles(path);
}
