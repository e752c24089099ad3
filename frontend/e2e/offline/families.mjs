// The families that a phone holds, without a network: one that was registered on it is found again by a part of its name, and
// its entries are opened; a registration that is still unsent is corrected.

import { must } from '../checks.mjs';
import { same } from './phone.mjs';
import { othersUntil, register, shot } from './steps.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./phone.mjs').Phone} Phone */

export const LANDMARK = 'Pond 7';

/** Opens the list and searches. @param {Phone} phone @param {Page} page @param {string} text */
async function search(phone, page, text) {
  await page.goto(`${phone.base}/field/#/`);
  await page.getByRole('link', { name: phone.say('today.houses') }).click();
  await page.getByRole('heading', { name: phone.say('today.houses') }).waitFor();
  await page.getByLabel(phone.say('houses.find'), { exact: true }).fill(text);
}

/** @param {Phone} phone @param {Page} page @param {string} name */
export async function findsAgain(phone, page, name) {
  await search(phone, page, name.slice(0, 6));
  const link = page.getByRole('link', { name });
  await link.waitFor();
  await page.getByText(phone.say('families.only_here')).waitFor();
  await shot(page, `offline-families-${phone.say('nav.today')}`);
  await link.click();
  await page.getByRole('heading', { name: phone.say('family.own_entries') }).waitFor();
  await shot(page, `offline-family-${phone.say('nav.today')}`);
  const entries = page.locator('section a');
  same(await entries.count(), 3, 'entries of the family on its page');
  await entries.first().click();
  await page.getByRole('heading', { name: phone.say('kind.card.bind') }).waitFor();
  must(await page.getByText(name).isVisible(), 'the entry does not name its family');
  await page.getByRole('link', { name: phone.say('entry.family') }).waitFor();
}

/** The family is registered once more: it is recognised after its name, and what is new corrects its record. @param {Phone} phone @param {Page} page @param {string} name */
export async function correctsKnown(phone, page, name) {
  const next = page.getByRole('button', { name: phone.say('nav.next'), exact: true });
  await page.goto(`${phone.base}/field/#/`);
  await page.getByRole('link', { name: phone.say('today.register') }).click();
  await page.getByRole('button', { name: phone.say('answer.yes') }).click();
  await page
    .getByRole('region', { name: phone.say('place.again') })
    .getByRole('button')
    .click();
  await page.getByLabel(phone.say('register.name.label'), { exact: true }).fill(name);
  await page.getByLabel(phone.say('register.place.landmark'), { exact: true }).fill(LANDMARK);
  const began = performance.now();
  await next.click();
  const button = page.getByRole('button', { name: phone.say('similar.same'), exact: true });
  await button.waitFor();
  must(performance.now() - began < 1500, 'the comparison held the screen');
  await shot(page, `offline-similar-${phone.say('nav.today')}`);
  const itself = page.getByRole('cell', { name, exact: true }).nth(1); // another may only sound like it
  for (let asked = 0; asked < 8 && !(await itself.isVisible()); asked++)
    await page.getByRole('button', { name: phone.say('similar.different') }).click();
  await button.click();
  await page.getByRole('heading', { name: phone.say('same.title') }).waitFor();
  await page.getByRole('checkbox', { name: LANDMARK, checked: true }).waitFor();
  await shot(page, `offline-same-${phone.say('nav.today')}`);
  await page.getByRole('button', { name: phone.say('same.save') }).click();
  await page.getByRole('heading', { name: phone.say('same.done') }).waitFor();
  await page.getByText(phone.say('outbox.saved_here'), { exact: true }).waitFor();
}

/** Corrects the name of a registration before it is sent, and takes it back. @param {Phone} phone @param {Page} page @param {[string, string]} names */
export async function correctsUnsent(phone, page, [wrong, right]) {
  await register(phone, page, wrong);
  await open(phone, page, wrong);
  await shot(page, `offline-entry-${phone.say('nav.today')}`);
  await page.getByRole('button', { name: phone.say('entry.correct') }).click();
  await page.getByRole('button', { name: phone.say('entry.correct_yes') }).click();
  await page.getByRole('heading', { name: phone.say('register.check.title') }).waitFor();
  await page.getByRole('link', { name: `: ${phone.say('check.name')}` }).click();
  await page.getByLabel(phone.say('register.name.label'), { exact: true }).fill(right);
  await page.getByRole('button', { name: phone.say('nav.next'), exact: true }).click();
  await page.getByRole('button', { name: phone.say('register.save') }).click();
  await othersUntil(phone, page, 'register.done.title');
  await search(phone, page, wrong);
  must(!(await page.getByRole('link', { name: wrong }).isVisible()), 'the wrong name is still on the phone');
  await open(phone, page, right);
  await page.getByRole('button', { name: phone.say('outbox.take_back'), exact: true }).click();
  await page.getByRole('button', { name: phone.say('outbox.take_back_yes') }).click();
  await page.getByText(phone.say('entry.gone')).waitFor();
}

/** Opens the registration of a family from its page. @param {Phone} phone @param {Page} page @param {string} name */
async function open(phone, page, name) {
  await search(phone, page, name);
  await page.getByRole('link', { name }).first().click();
  await page.locator('section a').last().click();
  await page.getByRole('heading', { name: phone.say('kind.household.register'), exact: true }).waitFor();
}
