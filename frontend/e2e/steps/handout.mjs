// The queue: the camera reads the card, the phone says what is due, and the second scan is refused.

import { accessible, screen } from '../checks.mjs';
import { about, t } from '../words.mjs';
import { PLAN } from './distribution.mjs';
import { KIT, STORE, TARPAULIN } from './goods.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** @param {import('../run.mjs').Job} job */
export async function give(job) {
  const page = await job.people.at('mina', 'field');
  await page.getByRole('link', { name: t('today.hand_out') }).click();
  await toSite(page);
  await screen(page, t('verdict.give.word')); // the camera is permitted, and starts by itself
  for (const item of [TARPAULIN, KIT]) {
    await page.getByRole('listitem').filter({ hasText: item }).getByText('1', { exact: true }).waitFor();
  }
  await page.getByText(job.card, { exact: true }).waitFor();
  await accessible(page);
  await job.shot(page, 'field-verdict');
  await page.getByRole('button', { name: t('verdict.give.word'), exact: true }).click();
  await screen(page, t('handout.hand_over'));
  await page.getByRole('radio', { name: t('collector.family') }).check();
  await accessible(page);
  await page.getByRole('button', { name: t('handout.done'), exact: true }).click();
  await screen(page, t('scan.title')); // the scanner is open again, with what was given above it
  await page.getByRole('heading', { name: t('handout.given') }).waitFor();
  await page.getByText(t('sent.office_has_it')).waitFor();
  await accessible(page);
}

/** @param {import('../run.mjs').Job} job */
export async function sameCardAgain(job) {
  const page = await job.people.at('mina', 'field');
  await page.getByRole('button', { name: t('handout.next') }).click();
  await page.getByText(t('scan.same_card')).waitFor(); // the card still lies before the camera, which is no second scan
  await page.waitForTimeout(3_000); // longer than a card out of sight is remembered
  await screen(page, t('scan.title'));
  await page.getByLabel(t('scan.type'), { exact: true }).fill(job.card); // typed on purpose, it is looked up
  await page.getByRole('button', { name: t('scan.read') }).click();
  await screen(page, t('verdict.already_given.word'));
  const today = /** @type {const} */ ({ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'Asia/Kolkata' });
  const where = page.getByText(about('verdict.already_given.where'));
  await where.filter({ hasText: STORE }).waitFor();
  await where.filter({ hasText: new Intl.DateTimeFormat('en-IN', today).format() }).waitFor();
  await page.getByText(t('verdict.already_given.then')).waitFor();
  await accessible(page);
}

/** @param {import('../run.mjs').Job} job */
export async function unreadableCode(job) {
  const page = await job.people.at('mina', 'field');
  await page.getByRole('button', { name: t('handout.next') }).click();
  await page.getByRole('button', { name: t('nav.back') }).click(); // away from the camera, to type in peace
  await toSite(page);
  job.people.expectRefusal(422, '/verdict');
  await page.getByLabel(t('scan.type'), { exact: true }).fill('12-34');
  await page.getByRole('button', { name: t('scan.read') }).click();
  await page.getByText(t('fault.number_mistyped')).waitFor();
  await job.people.leave('mina');
}

/** @param {Page} page */
async function toSite(page) {
  await screen(page, t('handout.sites'));
  await page.getByRole('link', { name: PLAN }).click();
  await screen(page, t('scan.title'));
}
