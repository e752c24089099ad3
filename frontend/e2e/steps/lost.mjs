// A lost phone: the office sees in numbers what it held and withdraws it, prints the sheet without a name, and a protection
// officer opens the call list.

import { accessible, inBengali, must, read, screen, toSection } from '../checks.mjs';
import { about, t } from '../words.mjs';
import { FAMILY } from './family.mjs';
import { choose } from './goods.mjs';

const WORKER = 'sabita';

/** @param {import('../run.mjs').Job} job */
export async function withdraw(job) {
  const page = await job.people.at('admin', 'office');
  await toSection(page, 'devices');
  await job.shot(page, 'phones', true);
  const phone = page.getByRole('listitem').filter({ has: page.getByText(WORKER, { exact: true }) });
  await phone.getByRole('link', { name: about('lost.link') }).click();
  await screen(page, t('lost.title'));
  await page.getByText(t('lost.withdraw_first')).waitFor();
  await accessible(page);
  await inBengali(page, 'lost.title');
  await page.getByRole('button', { name: t('device.withdraw') }).click();
  await choose(page, t('office.reason'), t('device.reason.lost'));
  await page.getByRole('button', { name: t('device.withdraw_it'), exact: true }).click();
  await page.getByText(t('device.state.withdrawn'), { exact: true }).waitFor();
  await page
    .getByText(t('lost.lock.locked'))
    .or(page.getByText(t('lost.lock.open')))
    .waitFor();
  await page.getByText(t('lost.calls_by_officer')).waitFor();
  await nameless(page);
  await job.shot(page, 'lost', true);
}

/** @param {import('../run.mjs').Job} job */
export async function sheet(job) {
  const page = await job.people.at('admin', 'office');
  await page.getByRole('link', { name: t('lost.sheet') }).click();
  await screen(page, t('sheet.title'));
  await page.getByLabel(t('sheet.discovered_day'), { exact: true }).fill('2020-06-05');
  await page.getByLabel(t('sheet.discovered_clock'), { exact: true }).fill('21:30');
  await page.getByTestId('deadline').filter({ hasText: '8 Jun 2020' }).waitFor();
  await page.getByText(t('sheet.what.lost')).waitFor();
  await accessible(page);
  await inBengali(page, 'sheet.title');
  await nameless(page);
  await job.shot(page, 'sheet', true);
  await job.people.leave('admin');
}

/** @param {import('../run.mjs').Job} job */
export async function callList(job) {
  const page = await job.people.at('mukti', 'office');
  await toSection(page, 'protection');
  await page.getByRole('link', { name: t('lost.phones') }).click();
  await screen(page, t('lost.phones'));
  const phone = page.getByRole('listitem').filter({ has: page.getByText(WORKER, { exact: true }) });
  await phone.getByRole('link', { name: about('lost.calls') }).click();
  await screen(page, t('lost.calls'));
  await nameless(page); // nothing before the reason is written down
  await accessible(page);
  await choose(page, t('office.reason'), t('calls.reason.inform_families'));
  await page.getByRole('button', { name: t('calls.open_it'), exact: true }).click();
  await page
    .getByRole('button', { name: t('office.more'), exact: true })
    .first()
    .waitFor(); // some families at a time
  await accessible(page);
  await job.shot(page, 'calls', true);
  await page.evaluate(() => dispatchEvent(new Event('beforeprint'))); // the paper has all of them
  await page.getByRole('cell', { name: FAMILY.name, exact: true }).first().waitFor();
  await page.getByRole('button', { name: t('calls.close') }).click();
  await nameless(page);
  await job.people.leave('mukti');
}

/** @param {import('playwright-core').Page} page */
async function nameless(page) {
  const text = await read(page.locator('body'));
  must(!text.includes(FAMILY.name), 'a family is named where only numbers may be');
}
