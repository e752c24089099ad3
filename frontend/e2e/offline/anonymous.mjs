// A family that refuses to have its details recorded, without a network: it gets a card without a name, its house is graded
// because it agrees to that, and it is found by its picture. With a line, the office lists it like all others.

import { must } from '../checks.mjs';
import { t } from '../words.mjs';
import { same } from './phone.mjs';
import { gradeWithoutPhoto, place, shot } from './steps.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./phone.mjs').Phone} Phone */
/** @typedef {import('./phone.mjs').Office} Office */

export const EATING = 5;

/** What the family is called. @param {'en' | 'bn'} language @param {string} card */
export const designation = (language, card) => `${t('mark.boat', {}, language)} · ${card.slice(-4)}`;

/** @param {Phone} phone @param {Page} page @param {string} card */
export async function refusesDetails(phone, page, card) {
  await page.goto(`${phone.base}/field/#/register`);
  await page.getByRole('button', { name: phone.say('answer.no') }).click();
  await page.getByRole('heading', { name: phone.say('register.refused.title') }).waitFor();
  await shot(page, `offline-refused-${phone.say('nav.today')}`);
  await page.getByRole('button', { name: phone.say('register.refused.give') }).click();
  await page.getByText(phone.say('register.place.panchayat')).waitFor();
  await place(phone, page, 'patlik');
  const more = phone.say('counter.more', { what: phone.say('register.number.label') });
  for (let n = 0; n < EATING; n++) await page.getByRole('button', { name: more, exact: true }).click();
  await shot(page, `offline-number-${phone.say('nav.today')}`);
  await page.getByRole('button', { name: phone.say('nav.next'), exact: true }).click();
  await page.getByRole('radio', { name: phone.say('mark.boat'), exact: true }).click();
  await page.getByRole('heading', { name: phone.say('register.check.title') }).waitFor();
  same(await page.locator('dl dt').count(), 3, 'answers of a family without details');
  await page.getByRole('button', { name: phone.say('register.save') }).click();
  await page.getByText(phone.say('outbox.saved_here'), { exact: true }).waitFor();
  await page.getByRole('link', { name: phone.say('household.grade') }).click();
  await page.getByRole('radio', { name: phone.say('house.kutcha') }).click();
  await shot(page, `offline-grade-anonymous-${phone.say('nav.today')}`);
  await gradeWithoutPhoto(phone, page, 3);
  await page.getByText(phone.say('outbox.saved_here'), { exact: true }).waitFor();
  await page.getByRole('link', { name: phone.say('household.card') }).click();
  await page.getByLabel(phone.say('scan.type'), { exact: true }).fill(card);
  await page.getByRole('button', { name: phone.say('scan.read') }).click();
  await page.getByRole('button', { name: phone.say('card.give_this') }).click();
  await page.getByText(phone.say('outbox.saved_here'), { exact: true }).waitFor();
  await found(phone, page, card);
}

/** It is among the families of this phone by its designation, and found by the word of its picture. @param {Phone} phone @param {Page} page @param {string} card */
async function found(phone, page, card) {
  await page.goto(`${phone.base}/field/#/`);
  await page.getByRole('link', { name: phone.say('today.houses') }).click();
  const link = page.getByRole('link', { name: designation(phone.language, card) });
  await link.waitFor();
  await page.getByLabel(phone.say('houses.find'), { exact: true }).fill(phone.say('mark.boat'));
  await page.getByText(phone.say('families.only_here')).waitFor();
  await shot(page, `offline-anonymous-${phone.say('nav.today')}`);
  await link.click();
  await page.getByRole('heading', { name: designation(phone.language, card) }).waitFor();
}

/** @param {Office} office @param {string} card */
export async function listedLikeOthers(office, card) {
  const all = await office.everyFamily();
  const rows = all.filter((/** @type {{ card: string }} */ one) => one.card.replaceAll(' ', '') === card);
  same(rows.length, 1, 'families of the card of the family without a name');
  same([rows[0]?.name, rows[0]?.grade], [designation('en', card), 3], 'what the office lists of it');
  must(!/refus/i.test(JSON.stringify(rows[0])), 'the list says that it refused');
}
