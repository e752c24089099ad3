// Goods come in, part of them goes to the partner with a waybill, two come short, and the office sees it.

import { accessible, read, same, screen, toSection } from '../checks.mjs';
import { t } from '../words.mjs';

/** @typedef {import('playwright-core').Page} Page */

export const TARPAULIN = 'Tarpaulin 4×6 m';
export const KIT = 'Dry-food kit';
export const STORE = 'Hasnabad store';
export const LEFT = { tarpaulins: 60, kits: 100 }; // in the store after the dispatch
const RECEIVED = 300;
const SENT = { tarpaulins: 240, kits: 200 };
const SHORT = 2;
const PARTNER = 'Canning store';
const WAYBILL = 'HSN-0001';
const REASON = 'Two sheets torn and left on the truck';

/** @param {import('../run.mjs').Job} job */
export async function receive(job) {
  const page = await job.people.at('biswajit', 'office');
  await toStore(page, STORE);
  await page.getByRole('button', { name: t('receive.start') }).click();
  await page.getByLabel(t('receive.supplier'), { exact: true }).fill('Kolkata tarpaulin works');
  await page.getByLabel(t('receive.document'), { exact: true }).fill('CH-2211');
  await fillLines(page, t('line.quantity'), [
    [TARPAULIN, RECEIVED],
    [KIT, RECEIVED],
  ]);
  await accessible(page);
  await page.getByRole('button', { name: t('receive.save'), exact: true }).click();
  await page.getByText(t('receive.done')).waitFor();
  await holds(page, TARPAULIN, RECEIVED);
  await holds(page, KIT, RECEIVED);
}

/** @param {import('../run.mjs').Job} job */
export async function dispatch(job) {
  const page = await job.people.at('biswajit', 'office');
  await page.getByRole('button', { name: t('dispatch.start') }).click();
  await choose(page, t('dispatch.to'), PARTNER);
  await page.getByLabel(t('dispatch.number'), { exact: true }).fill(WAYBILL);
  await page.getByLabel(t('dispatch.vehicle'), { exact: true }).fill('WB 26 C 4471');
  await fillLines(page, t('line.quantity'), [
    [TARPAULIN, SENT.tarpaulins],
    [KIT, SENT.kits],
  ]);
  await page.getByRole('button', { name: t('dispatch.save'), exact: true }).click();
  await page.getByText(t('dispatch.done', { number: WAYBILL })).waitFor();
  await holds(page, TARPAULIN, LEFT.tarpaulins);
  await holds(page, KIT, LEFT.kits);
  await accessible(page);
  await job.people.leave('biswajit');
}

/** @param {import('../run.mjs').Job} job */
export async function accept(job) {
  const page = await job.people.at('fatima', 'office');
  await page.getByRole('link', { name: t('queue.arrivals'), exact: true }).click();
  await page.getByRole('link', { name: WAYBILL, exact: true }).click();
  await screen(page, t('waybill.title', { number: WAYBILL }));
  const came = SENT.tarpaulins - SHORT;
  await page.getByLabel(t('accept.received', { item: TARPAULIN }), { exact: true }).fill(String(came));
  await page.getByLabel(t('accept.received', { item: KIT }), { exact: true }).fill(String(SENT.kits));
  const save = page.getByRole('button', { name: t('accept.save'), exact: true });
  await save.click(); // without a reason it is only asked for one
  const asked = t('accept.short', { sent: SENT.tarpaulins, received: came, off: SHORT });
  await page.getByRole('alert').getByText(asked).waitFor();
  await page.getByLabel(t('accept.reason', { item: TARPAULIN }), { exact: true }).fill(REASON);
  await accessible(page);
  await save.click();
  await page.getByText(t('accept.done_short')).waitFor();
  await toStore(page, PARTNER);
  await holds(page, TARPAULIN, came);
  await holds(page, KIT, SENT.kits);
  await job.people.leave('fatima');
}

/** @param {import('../run.mjs').Job} job */
export async function shortfallIsSeen(job) {
  const page = await job.people.at('rina', 'office');
  await toSection(page, 'exceptions');
  const one = page.getByRole('listitem').filter({ hasText: WAYBILL });
  await one.getByText(t('exception.kind.short_receipt')).first().waitFor();
  const numbers = { item: TARPAULIN, sent: SENT.tarpaulins, received: SENT.tarpaulins - SHORT };
  await one.getByText(t('exception.came', numbers)).waitFor();
  await one.getByText(REASON).waitFor();
  await accessible(page);
}

/**
 * Opens a store of one's own by way of the menu.
 * @param {Page} page
 * @param {string} name
 */
export async function toStore(page, name) {
  await toSection(page, 'stock');
  await page.getByRole('link', { name, exact: true }).click();
  await screen(page, name);
}

/**
 * Waits until the open store holds so many of an item.
 * @param {Page} page
 * @param {string} item
 * @param {number} quantity
 */
export async function holds(page, item, quantity) {
  const box = page.getByRole('region', { name: t('store.holds'), exact: true }).locator('.card', { hasText: item });
  const balance = box.getByTestId('balance');
  await balance.filter({ hasText: new RegExp(`^${quantity}$`) }).waitFor();
  same(await read(balance), String(quantity), `${item} in the store`);
}

/**
 * Fills lines of items and quantities.
 * @param {Page} page
 * @param {string} label of the quantities
 * @param {[string, number][]} lines
 */
export async function fillLines(page, label, lines) {
  for (const [index, [item, quantity]] of lines.entries()) {
    const n = index + 1;
    if (index > 0) await page.getByRole('button', { name: t('line.add') }).click();
    await choose(page, t('line.item', { n }), item);
    await page.getByLabel(`${label} ${t('line.n', { n })}`, { exact: true }).fill(String(quantity));
  }
}

/**
 * Chooses the option that says this, among other words.
 * @param {Page} page
 * @param {string} label
 * @param {string} words
 */
export async function choose(page, label, words) {
  const select = page.getByLabel(label, { exact: true });
  const option = select.locator('option', { hasText: words });
  await option.waitFor({ state: 'attached' });
  await select.selectOption((await option.getAttribute('value')) ?? '');
}
