// A family is found again: by a part of its name in two scripts, by the end of its phone, by its place, by the keys.

import { accessible, inBengali, must, read, same, screen, toSection } from '../checks.mjs';
import { t } from '../words.mjs';
import { pickArea } from './distribution.mjs';
import { CHANDRABHAGA, SHEULI } from './import.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** @param {import('../run.mjs').Job} job */
export async function byName(job) {
  const page = await job.people.at('rina', 'office');
  await toSection(page, 'households');
  await inBengali(page, 'nav.households');
  await accessible(page);
  await job.shot(page, 'families', true);
  await find(page, 'drabhaga', CHANDRABHAGA.name);
  await find(page, 'চন্দ্রভাগা', CHANDRABHAGA.name);
  await find(page, 'উলি পোদ্দা', SHEULI.name);
  await find(page, 'Poddar', SHEULI.name);
  await accessible(page);
  await job.shot(page, 'families-found', true);
}

/** @param {import('../run.mjs').Job} job */
export async function byPhoneAndPlace(job) {
  const page = await job.people.at('rina', 'office');
  await find(page, SHEULI.last4, SHEULI.name);
  const field = await page.getByLabel(t('family.area'), { exact: true }).elementHandle();
  await page.getByRole('link', { name: t('family.clear') }).click();
  await page.getByRole('link', { name: t('family.clear') }).waitFor({ state: 'detached' });
  const stayed = await field?.evaluate((one) => one.isConnected);
  must(stayed === true, 'the form is mounted again with each address: what is typed meanwhile is lost');
  await pickArea(page, t('family.area'), SHEULI.place, 'panchayat', 'Hasnabad');
  await rowOf(page, SHEULI.name).waitFor();
  const wrong = page.getByRole('row').filter({ has: page.getByRole('cell') });
  await wrong.filter({ hasNotText: SHEULI.place }).first().waitFor({ state: 'detached' });
  const names = await namesOf(page);
  must(names.length > 0, 'no family in the place');

  const tab = await job.people.tab('rina');
  await tab.goto(page.url());
  await screen(tab, t('nav.households'));
  await rowOf(tab, SHEULI.name).waitFor();
  await tab
    .getByRole('group', { name: t('family.area') })
    .getByText(SHEULI.place)
    .waitFor();
  same((await namesOf(tab)).join(), names.join(), 'the families of the same address in another tab');
  await tab.close();
}

/** @param {import('../run.mjs').Job} job */
export async function byKeys(job) {
  const page = await job.people.at('rina', 'office');
  const names = await namesOf(page);
  must(names.length > 2, 'too few families to walk');
  await page.getByRole('heading', { level: 1 }).click();
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  for (const [key, wanted] of /** @type {[string, number][]} */ ([
    ['j', 0],
    ['j', 1],
    ['j', 2],
    ['k', 1],
  ])) {
    await page.keyboard.press(key);
    same(await focused(), names[wanted], `the row after ${key}`);
  }
  const address = page.url();
  await page.keyboard.press('Enter');
  await screen(page, names[1] ?? '');
  await accessible(page);
  await page.goBack();
  await screen(page, t('nav.households'));
  same(page.url(), address, 'the address after going back');
  await rowOf(page, SHEULI.name).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('poddar');
  same(await page.getByLabel(t('family.search'), { exact: true }).inputValue(), 'poddar', 'what was typed after /');
  await page.keyboard.press('Enter');
  await page.getByText(t('family.found.one', { count: 1 })).waitFor();
  await rowOf(page, SHEULI.name).waitFor();
}

/**
 * Looks for a text: one family must be found.
 * @param {Page} page
 * @param {string} text
 * @param {string} name
 */
export async function find(page, text, name) {
  await ask(page, text);
  await page.getByText(t('family.found.one', { count: 1 })).waitFor();
  await rowOf(page, name).waitFor();
}

/**
 * @param {Page} page
 * @param {string} text
 */
export async function ask(page, text) {
  await page.getByLabel(t('family.search'), { exact: true }).fill(text);
  await page.getByRole('button', { name: t('family.find'), exact: true }).click();
  await page.getByText(`“${text}”`, { exact: true }).waitFor();
}

/**
 * @param {Page} page
 * @param {string} name
 */
function rowOf(page, name) {
  return page.getByRole('row').getByRole('link', { name, exact: true });
}

/** @param {Page} page */
async function namesOf(page) {
  const links = page.getByRole('table', { name: t('nav.households') }).getByRole('link');
  return Promise.all((await links.all()).map((link) => read(link)));
}
