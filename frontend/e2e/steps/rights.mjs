// What a family can ask for: what is wrong is mended, its photos go, and all that is known of it goes.

import { accessible, inBengali, must, read, screen, toSection } from '../checks.mjs';
import { t } from '../words.mjs';
import { FAMILY } from './family.mjs';
import { ask, find } from './find.mjs';
import { choose } from './goods.mjs';
import { CHANDRABHAGA, FIROZA } from './import.mjs';

/** @typedef {import('playwright-core').Page} Page */

const COORDINATOR = 'Rina Halder';
const BEFORE = 'near the school';
const AFTER = 'behind the school, second lane';

/** @param {import('../run.mjs').Job} job */
export async function correct(job) {
  const page = await job.people.at('rina', 'office');
  await toFamily(page, CHANDRABHAGA.name);
  await job.shot(page, 'family', true);
  await page.getByRole('link', { name: t('correct.title'), exact: true }).click();
  await screen(page, t('correct.title'));
  await accessible(page);
  await job.shot(page, 'correct', true);
  await page.getByLabel(t('correct.landmark'), { exact: true }).fill(AFTER);
  await page.getByRole('button', { name: t('counter.more', { what: t('people.girls') }), exact: true }).click();
  await page.getByRole('button', { name: t('correct.save') }).click();
  await screen(page, CHANDRABHAGA.name);
  await page.getByText(AFTER).waitFor();
  await page.getByRole('link', { name: t('history.title'), exact: true }).click();
  await screen(page, t('history.title'));
  const change = page.getByRole('listitem').filter({ hasText: t('history.deed.corrected') });
  await change.getByText(COORDINATOR).waitFor();
  await change.locator('s').filter({ hasText: BEFORE }).waitFor();
  await change.getByText(AFTER).waitFor();
  await change.getByText(t('people.girls')).waitFor();
  await accessible(page);
  await inBengali(page, 'history.title');
  await job.shot(page, 'history', true);
}

/** @param {import('../run.mjs').Job} job */
export async function photosWithdrawn(job) {
  const page = await job.people.at('rina', 'office');
  await toFamily(page, FAMILY.name, FAMILY.phone.slice(-4)); // another family's name sounds like theirs by now
  const photo = page.getByAltText(t('assessment.photo', { n: 1 }));
  await photo.waitFor();
  await no(page, 'photo');
  await photo.waitFor({ state: 'detached' });
  await page.getByText(t('assessment.no_photos')).waitFor();
  await accessible(page);
  await job.shot(page, 'consent', true);
  await page.getByRole('link', { name: t('history.title'), exact: true }).click();
  await screen(page, t('history.title'));
  const said = page.getByRole('listitem').filter({ hasText: t('consent.purpose.photo') });
  await said.getByText(COORDINATOR).waitFor();
}

/** @param {import('../run.mjs').Job} job */
export async function reliefWithdrawn(job) {
  const page = await job.people.at('rina', 'office');
  await toFamily(page, FIROZA.name);
  await no(page, 'relief');
  await page.getByText(t('erase.title'), { exact: true }).waitFor({ state: 'detached' });
}

/** @param {import('../run.mjs').Job} job */
export async function erase(job) {
  const page = await job.people.at('mukti', 'office');
  await screen(page, t('nav.desk'));
  await page.getByRole('link', { name: t('queue.withdrawals') }).click();
  await screen(page, t('erase.waiting'));
  await inBengali(page, 'erase.waiting');
  await accessible(page);
  await job.shot(page, 'withdrawals', true);
  await page
    .getByRole('row')
    .filter({ hasText: 'Amlani' })
    .getByRole('link', { name: t('erase.look') })
    .click();
  await screen(page, t('erase.title'));
  await accessible(page);
  await job.shot(page, 'erase', true);
  await choose(page, t('office.reason'), t('erase.reason.family_asked'));
  await page.getByRole('button', { name: t('erase.ask') }).click();
  await page.getByRole('heading', { name: t('erase.last_question') }).waitFor();
  const save = page.getByRole('button', { name: t('erase.save') });
  await save.click(); // not without an answer
  await page.getByText(t('erase.sure_missing')).first().waitFor();
  await page.getByRole('radio', { name: t('erase.keep') }).check();
  await save.click(); // and not against it
  await page.getByText(t('erase.kept')).first().waitFor();
  await accessible(page);
  await page.getByRole('radio', { name: t('erase.yes') }).check();
  await save.click();
  await page.getByText(t('erase.done')).waitFor();
  await page.getByRole('button', { name: t('erase.waiting') }).click();
  await page.getByText(t('erase.none')).waitFor();
  await job.people.leave('mukti');

  const office = await job.people.at('rina', 'office');
  await toSection(office, 'households');
  for (const text of [FIROZA.name, 'iroza']) {
    await ask(office, text);
    await office.getByText(t('family.none_found')).waitFor();
  }
  const body = await read(office.locator('main table, main').first());
  must(!body.includes(FIROZA.name.split(' ')[1] ?? ''), 'the erased family is still listed');
  await job.people.leave('rina');
}

/**
 * @param {Page} page
 * @param {string} name
 * @param {string} text what it is looked for by
 */
async function toFamily(page, name, text = name) {
  await toSection(page, 'households');
  await find(page, text, name);
  await page.getByRole('link', { name, exact: true }).click();
  await screen(page, name);
}

/**
 * Writes down that the family said no.
 * @param {Page} page
 * @param {string} purpose
 */
async function no(page, purpose) {
  await page.getByRole('button', { name: t('consent.record') }).click();
  await choose(page, t('consent.purpose'), t(`consent.purpose.${purpose}`));
  await page
    .getByRole('group', { name: t('consent.given') })
    .getByRole('radio', { name: t('consent.no') })
    .check();
  await page.getByText(t(`consent.follows.${purpose}`)).waitFor();
  await choose(page, t('consent.how'), t('consent.how.told_in_person'));
  await choose(page, t('consent.language'), 'বাংলা');
  await accessible(page);
  await page.getByRole('button', { name: t('consent.save') }).click();
  await page.getByText(t('consent.saved')).waitFor();
}
