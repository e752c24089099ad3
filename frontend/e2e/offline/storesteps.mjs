// Steps of the storekeeper's journey: typed quantities, and what the office has of the goods.

import { must } from '../checks.mjs';
import { Office } from './phone.mjs';

/** @typedef {import('./phone.mjs').Phone} Phone */
/** @typedef {import('../program.mjs').Program} Program */
/** @typedef {import('playwright-core').Page} Page */
/** @typedef {{ office: Office, keeper: Office, items: Record<string, any>, store: any, other: any, distribution: any }} World */

export const digits = (/** @type {Phone} */ phone, /** @type {number} */ n) =>
  phone.language === 'bn' ? String(n).replace(/\d/g, (one) => '০১২৩৪৫৬৭৮৯'[Number(one)] ?? one) : String(n);

/** @param {Phone} phone @param {Page} page @param {string} address */
export async function to(phone, page, address) {
  await page.goto(`${phone.base}/field/#/${address}`);
}

/** @param {Phone} phone @param {Page} page @param {string} key */
export const tap = (phone, page, key, values = {}) =>
  page.getByRole('button', { name: phone.say(key, values), exact: true }).click();

/** Answers item after item with the quantity of its name, zero for others, until a heading is there. @param {Phone} phone @param {Page} page @param {Record<string, number>} quantities @param {string} until */
export async function countItems(phone, page, quantities, until) {
  const end = page.getByRole('heading', { name: phone.say(until), level: 1 });
  const field = page.locator('#item-quantity');
  for (let n = 0; n < 60; n++) {
    await end.or(field).first().waitFor();
    if (await end.isVisible()) return;
    const title = (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';
    await field.fill(digits(phone, quantities[title] ?? 0)); // in the digits of the language
    await tap(phone, page, 'nav.next');
    await page.waitForFunction((before) => document.querySelector('h1')?.textContent !== before, title);
  }
  must(false, `the count did not end at ${until}`);
}

/** The name of an item in the phone's language. @param {Phone} phone @param {any} item */
export const nameIn = (phone, item) => (phone.language === 'bn' && item.name_bn) || item.name;

/** A sentence in the figures of the phone's language. @param {Phone} phone @param {string} key @param {Record<string, number>} values */
export const said = (phone, key, values) => phone.say(key, values).replace(/\d+/g, (n) => digits(phone, Number(n)));

/** What a store has of an item. @param {World} world @param {any} store @param {string} code */
export async function balance(world, store, code) {
  const { rows } = await world.keeper.get('/api/v1/stores');
  const { balances } = rows.find((/** @type {any} */ one) => one.id === store.id);
  const found = balances.find((/** @type {any} */ one) => one.item === world.items[code].id);
  return found?.quantity ?? 0;
}

/** The store, the goods and the people of the demonstration. @param {Program} program @returns {Promise<World>} */
export async function theWorld(program) {
  const office = await new Office(program.base).signIn('rina');
  const keeper = await new Office(program.base).signIn('biswajit');
  const distribution = (await office.get('/api/v1/distributions?state=open')).rows[0];
  const stores = (await keeper.get('/api/v1/stores')).rows.filter((/** @type {any} */ one) => one.own);
  const store = stores.find((/** @type {any} */ one) => one.name === distribution.store_name) ?? stores[0];
  const other = stores.find((/** @type {any} */ one) => one.id !== store.id) ?? store;
  const rows = (await keeper.get('/api/v1/items')).rows;
  const items = Object.fromEntries(rows.map((/** @type {any} */ one) => [one.code, one]));
  return { office, keeper, items, store, other, distribution };
}

/** Sends goods to the store. @param {World} world @param {string} number @param {number} quantity */
export async function dispatch(world, number, quantity) {
  const lines = [{ item: world.items['tarpaulin'].id, quantity }];
  const payload = {
    id: crypto.randomUUID(),
    number,
    from: world.other.id,
    to: world.store.id,
    vehicle: '',
    driver: '',
    lines,
  };
  await world.keeper.enter('stock.dispatch', payload);
}
