// The screens of the phone app at a distribution.

import { t } from '../words.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./phone.mjs').Field} Field */

/** A queue: the site, the card, every verdict that can be had here. @param {Field} field @param {Page} page @param {string} site @param {string[]} cards */
export async function handOut(field, page, site, [due = '', stranger = '', closed = '']) {
  await field.go(page, 'handout');
  await field.look(page);
  await field.go(page, `handout/${site}`);
  await field.look(page);
  await field.help(page, 'handout');
  await type(page, 'ABCD EFGH JKL');
  await field.look(page, 'unreadable');
  await type(page, due);
  await page.getByRole('heading', { name: t('verdict.give.word') }).waitFor();
  await field.look(page, 'give');
  await page.getByRole('button', { name: t('verdict.give.word'), exact: true }).click();
  await page.getByRole('button', { name: t('less.open') }).click();
  await page.locator('.counter button').first().click();
  await page.getByRole('button', { name: t('handout.done'), exact: true }).click();
  await field.look(page, 'less');
  await page.locator('[name="less"]').first().check();
  await page.getByRole('button', { name: t('handout.done'), exact: true }).click();
  await page.getByRole('button', { name: t('handout.next') }).waitFor();
  await field.look(page, 'given');
  await field.go(page, `given/${site}`);
  await page.getByRole('button', { name: t('handout.undo') }).click();
  await field.look(page, 'undo');
  await field.go(page, `handout/${site}`);
  await type(page, '2999 9999 9999');
  await field.look(page, 'an Aadhaar number');
  await type(page, stranger);
  await page.getByRole('heading', { name: t('verdict.not_on_list.word') }).waitFor();
  await field.look(page, 'not on list');
  await page.getByRole('button', { name: t('off.open') }).click();
  await field.look(page, 'off list');
  await field.go(page, 'handout');
  await field.go(page, `handout/${site}`);
  await page.getByRole('button', { name: t('find.open') }).click();
  await page.getByRole('button', { name: t('find.go') }).click();
  await field.look(page, 'find');
  await field.go(page, `goods/${site}`);
  await field.look(page);
  await page.getByRole('button', { name: t('goods.count') }).click();
  await page.getByRole('button', { name: t('goods.count_save') }).click();
  await field.look(page, 'count');
  for (const input of await page.locator('main input').all()) await input.fill('1');
  await page.getByRole('button', { name: t('goods.count_save') }).click();
  await page.getByText(t('goods.done_here')).waitFor();
  await field.look(page, 'counted');
  await field.go(page, `handout/${site}`);
  await type(page, closed);
  await page.getByRole('heading', { name: t('verdict.closed.word') }).waitFor();
  await field.look(page, 'closed');
  await field.go(page, `lanes/${site}`);
  await field.look(page);
  await field.go(page, 'outbox');
  await field.look(page);
}

/** @param {Page} page @param {string} card */
export async function type(page, card) {
  await page.getByLabel(t('scan.type'), { exact: true }).fill(card);
  await page.getByRole('button', { name: t('scan.read') }).click();
}
