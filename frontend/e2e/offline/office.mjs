// What the office does before and after a worker's day without a network.

import { must, read, screen } from '../checks.mjs';
import { t } from '../words.mjs';
import { shot } from './steps.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./phone.mjs').Office} Office */
/** @typedef {import('./phone.mjs').Language} Language */

const PASSPHRASE = 'correct horse battery';
export const LEADER = '246802';
export const SECRET = { en: 'Her husband must not find her.', bn: 'ওঁর স্বামী যেন খোঁজ না পান।' };
export const NAMES = { en: 'Sealed Pramanik', bn: 'সিলড প্রামাণিক' };

/**
 * The first protection officer makes the key of the organisation. The line goes after their own key was handed in and
 * before the organisation's was, so that they finish it later.
 * @param {Page} page
 */
export async function makeKey(page) {
  const entries = '**/api/v1/entries';
  await page.route(entries, (route) => {
    const lost = route.request().postData()?.includes('"protection.found"') ?? false;
    return lost ? route.abort() : route.continue();
  });
  await page.goto(`${new URL(page.url()).origin}/office/#/protection`);
  await page.getByLabel(t('protection.passphrase'), { exact: true }).fill(PASSPHRASE);
  await page.getByLabel(t('protection.again'), { exact: true }).fill(PASSPHRASE);
  await page.getByRole('button', { name: t('protection.make') }).click();
  await page.getByText(t('protection.unfinished')).waitFor();
  await page.unroute(entries);
  await page.reload();
  await page.getByText(t('protection.unfinished')).waitFor();
  await screen(page, t('nav.protection'));
  await shot(page, 'office-protection-unfinished');
  await page.getByRole('button', { name: t('protection.make') }).click();
  await page.getByText(t('protection.ready')).waitFor();
  await screen(page, t('nav.protection'));
  await shot(page, 'office-protection');
}

/** The list of the demonstration, split into parts on the distribution's page. @param {Page} page @param {string} site */
export async function split(page, site) {
  await page.goto(`${new URL(page.url()).origin}/office/#/distribution/${site}`);
  await page.getByRole('button', { name: t('phones.split') }).click();
  await page.getByLabel(t('phones.how_many'), { exact: true }).fill('3');
  await page.getByLabel(t('phones.pin'), { exact: true }).fill(LEADER);
  await page.getByRole('button', { name: t('phones.split') }).click();
  await page.getByRole('heading', { name: t('phones.lanes') }).waitFor();
  await shot(page, 'office-distribution');
}

/** @param {Page} page @param {Office} office @param {Language} language */
export async function readNote(page, office, language) {
  const [family] = await office.families(NAMES[language]);
  must(family !== undefined, 'the family with the note has not come');
  await page.goto(`${new URL(page.url()).origin}/office/#/household/${family.id}`);
  must(!(await read(page.locator('body'))).includes(SECRET[language]), 'the note lies open');
  await page.getByRole('button', { name: t('note.open') }).click();
  const passphrase = page.getByLabel(t('protection.passphrase'), { exact: true });
  const reason = page.getByLabel(t('office.reason'), { exact: true });
  await passphrase.or(reason).first().waitFor();
  if (await passphrase.isVisible()) {
    await passphrase.fill('something else entirely');
    await page.getByRole('button', { name: t('protection.open'), exact: true }).click();
    await page.getByText(t('protection.wrong')).waitFor();
    await passphrase.fill(PASSPHRASE);
    await page.getByRole('button', { name: t('protection.open'), exact: true }).click();
  }
  await reason.selectOption('decide_priority');
  await page.getByRole('button', { name: t('note.open_it') }).click();
  await page.getByText(SECRET[language]).waitFor();
  await shot(page, `office-note-${language}`);
  await page.goto(`${new URL(page.url()).origin}/office/#/complaints`);
  await page
    .getByRole('button', { name: t('grievance.unseal') })
    .first()
    .click();
  await page.getByLabel(t('office.reason'), { exact: true }).selectOption('decide');
  await page.getByRole('button', { name: t('note.open_it') }).click();
  await page.getByText(SECRET[language]).waitFor();
  await screen(page, t('nav.complaints'));
  await shot(page, `office-complaints-${language}`);
}

/** What the coordinator sees of it: the situation, no private complaint, and who gave off the list. @param {Page} page */
export async function asCoordinator(page) {
  const { origin } = new URL(page.url());
  await page.goto(`${origin}/office/#/complaints`);
  await page.getByText(t('grievance.none')).waitFor();
  await page.goto(`${origin}/office/#/situations`);
  await page.getByText(t('situation.answer.road.foot_or_boat')).first().waitFor();
  await screen(page, t('nav.situations'));
  await shot(page, 'office-situations');
  await page.goto(`${origin}/office/#/exceptions`);
  await page
    .getByText(/Mina Khatun, .*the list was old/)
    .first()
    .waitFor();
  await page
    .getByText(/Mina Khatun opened part/)
    .first()
    .waitFor();
  await screen(page, t('nav.exceptions'));
  await shot(page, 'office-exceptions');
}
