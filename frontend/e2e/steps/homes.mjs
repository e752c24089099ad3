// The homes campaign in the office: a pledge, its payment, and twelve homes from promise to hand-over.

import { accessible, read, same, screen, toSection } from '../checks.mjs';
import { about, t } from '../words.mjs';
import { pickArea } from './distribution.mjs';

/** @typedef {import('playwright-core').Page} Page */

export const CAMPAIGN = 'Homes for Hundreds';
export const BLOCK = { name: 'Sagar', key: 'block:2771', district: 'South 24 Parganas' }; // no home of the demonstration
export const HOMES = 12;
const DONOR = 'Basirhat teachers’ association';
const PLEDGED = 1_800_000; // rupees
const PAID = 600_000;
const STEPS = ['site_ready', 'plinth', 'walls', 'roof', 'handed_over'];

/** @param {import('../run.mjs').Job} job */
export async function pledgeAndPayment(job) {
  const page = await job.people.at('nandini', 'office');
  await toCampaign(page);
  const before = { pledged: await sum(page, 'pledged'), paid: await sum(page, 'paid') };
  await accessible(page);
  await page.getByRole('link', { name: t('pledge.title'), exact: true }).click();
  await screen(page, t('pledge.title'));
  await page.getByRole('button', { name: t('pledge.add') }).click();
  await page.getByLabel(t('pledge.donor'), { exact: true }).fill(DONOR);
  await page.getByLabel(t('pledge.amount_rupees'), { exact: true }).fill('18,00,000');
  await page.getByRole('button', { name: t('pledge.save'), exact: true }).click();
  await page.getByText(t('pledge.done', { donor: DONOR })).waitFor();

  await page.getByRole('row').filter({ hasText: DONOR }).getByRole('button').click();
  await page.getByLabel(t('payment.amount'), { exact: true }).fill('6,00,000');
  await page.getByLabel(t('payment.reference'), { exact: true }).fill('UTR20200605');
  await page.getByLabel(t('payment.received_on'), { exact: true }).fill('2020-06-05');
  await accessible(page);
  await page.getByRole('button', { name: t('payment.save'), exact: true }).click();
  await page.getByText(t('payment.done', { donor: DONOR })).waitFor();
  await page.getByRole('row').filter({ hasText: DONOR }).getByText(t('pledge.state.partly_paid')).waitFor();

  await toCampaign(page);
  same(await sum(page, 'pledged'), before.pledged + PLEDGED, 'the rupees pledged');
  same(await sum(page, 'paid'), before.paid + PAID, 'the rupees paid');
  job.money = { pledged: before.pledged + PLEDGED, paid: before.paid + PAID };
  await job.people.leave('nandini');
}

/** @param {import('../run.mjs').Job} job */
export async function buildHomes(job) {
  const page = await job.people.at('rina', 'office');
  await toCampaign(page);
  await page.getByRole('link', { name: t('home.title'), exact: true }).click();
  await screen(page, t('home.title'));
  await page.getByRole('button', { name: t('home.promise') }).click();
  await pickArea(page, t('home.block'), BLOCK.name, 'block', BLOCK.district);
  await page.getByLabel(t('home.count'), { exact: true }).fill(String(HOMES));
  await page.getByRole('button', { name: t('home.promise_it'), exact: true }).click();
  await page.getByText(about('home.promised')).waitFor();
  await page.getByRole('heading', { name: t('home.of_block', { block: BLOCK.name, count: HOMES }) }).waitFor();
  await page.getByRole('checkbox', { name: t('home.all', { count: HOMES }) }).check();
  await accessible(page);
  for (const step of STEPS) {
    const words = t(`step.${step}`);
    await page.getByRole('button', { name: t('home.move', { step: words }), exact: true }).click();
    await page.getByText(t('home.moved.other', { count: HOMES, step: words })).waitFor();
    await page.getByText(t('home.selected.other', { count: HOMES, step: words })).waitFor(); // the list was read again
  }
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: BLOCK.name, exact: true }) });
  const cells = await row.getByRole('cell').allInnerTexts();
  same(cells.join(' '), `0 0 0 0 0 ${HOMES} 0 0`, `the homes of ${BLOCK.name} by step`);
  await job.people.leave('rina');
}

/** @param {Page} page */
async function toCampaign(page) {
  await toSection(page, 'campaigns');
  await page.getByRole('link', { name: CAMPAIGN, exact: true }).click();
  await screen(page, CAMPAIGN);
}

/**
 * A sum on the page, in rupees.
 * @param {Page} page
 * @param {string} id
 */
async function sum(page, id) {
  return Number((await read(page.getByTestId(id))).replace(/[^\d.]/g, ''));
}
