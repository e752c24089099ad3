// The screens of a storekeeper on the phone app, and of the distributor who reads the code of handed goods.

import { must } from '../checks.mjs';
import { t } from '../words.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./phone.mjs').Field} Field */

const MOST_ITEMS = 60;

/** Counts one item after the other, until a heading is there. @param {Page} page @param {string} until @param {string} quantity */
async function count(page, until, quantity) {
  const end = page.getByRole('heading', { name: t(until), level: 1 });
  const field = page.locator('#item-quantity');
  for (let n = 0; n < MOST_ITEMS; n++) {
    await end.or(field).first().waitFor();
    if (await end.isVisible()) return;
    const title = await page.getByRole('heading', { level: 1 }).textContent();
    await field.fill(quantity);
    await page.getByRole('button', { name: t('nav.next'), exact: true }).click();
    await page.waitForFunction((before) => document.querySelector('h1')?.textContent !== before, title);
  }
  must(false, `the count does not end at ${until}`);
}

/** @param {Page} page @param {string} key */
const tap = (page, key) => page.getByRole('button', { name: t(key), exact: true }).click();

/** Waybills: on the way, one letter wrong, not known, two short, and counted before. @param {Field} field @param {Page} page @param {string} number */
async function waybills(field, page, number) {
  await field.go(page, 'waybills');
  await field.look(page);
  await tap(page, 'waybills.read_title');
  await page.getByLabel(t('waybills.type'), { exact: true }).fill(`${number.slice(0, -1)}X`);
  await tap(page, 'waybills.read');
  await page.getByText(t('waybills.near')).waitFor();
  await field.look(page, 'one letter wrong');
  await field.go(page, 'waybill/other?number=HSN-0777');
  await tap(page, 'arrival.begin');
  await field.look(page, 'not known');
  await field.go(page, 'waybills');
  await page.getByRole('link', { name: number }).click();
  await page.getByRole('heading', { name: t('arrival.title', { number }) }).waitFor();
  await field.look(page);
  await tap(page, 'arrival.begin');
  await tap(page, 'nav.next');
  await field.look(page, 'item, nothing typed');
  await count(page, 'arrival.check', '8');
  await field.look(page, 'two short');
  await tap(page, 'arrival.other_items');
  await field.look(page, 'other items');
  await page.goBack();
  await tap(page, 'arrival.save');
  await page.getByRole('heading', { name: t('arrival.done', { number }) }).waitFor();
  await field.look(page, 'accepted');
}

/** A count, goods handed over with their code, and goods taken back. @param {Field} field @param {Page} page @param {string} store */
async function goods(field, page, store) {
  await field.go(page, 'count');
  await field.look(page, 'stores');
  await field.go(page, `count/${store}`);
  await field.look(page);
  await tap(page, 'count.begin');
  await count(page, 'count.check', '3');
  await field.look(page, 'check');
  await tap(page, 'goods.count_save');
  await page.getByRole('heading', { name: t('count.done') }).waitFor();
  await field.look(page, 'counted');
  for (const screen of ['hand', 'back']) {
    await field.go(page, screen);
    await field.look(page);
    await page.locator('main a').first().click();
    await page.locator('main input').first().waitFor();
    await tap(page, 'nav.next');
    await field.look(page, 'nothing typed');
    for (const input of await page.locator('main input').all()) await input.fill('2');
    await tap(page, 'nav.next');
    await page.getByRole('button', { name: t('hand.right') }).waitFor();
    await field.look(page, 'look');
    await tap(page, 'hand.right');
    await page.getByRole('link', { name: t('store.correct') }).waitFor();
    await field.look(page, screen);
  }
}

/** @param {Field} field @param {Page} page @param {{ number: string, store: string, site: string }} ids */
export async function stores(field, page, { number, store, site }) {
  await field.go(page, 'stores');
  await field.look(page);
  await waybills(field, page, number);
  await goods(field, page, store);
  await field.go(page, 'stores');
  await field.look(page, 'with entries');
  await field.go(page, `receive/${site}`);
  await page.getByLabel(t('receive.type'), { exact: true }).fill('7K2M 9QXM ABC');
  await tap(page, 'receive.read');
  await page.getByText(t('receive.unreadable')).waitFor();
  await field.look(page);
}
