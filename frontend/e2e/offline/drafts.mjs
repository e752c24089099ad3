// Two families who are half registered on one phone: neither takes over an answer of the other, each is continued where it was
// left, and one that refuses half way leaves nothing.

import { must } from '../checks.mjs';
import { PIN } from '../people.mjs';
import { same } from './phone.mjs';
import { othersUntil, place, shot } from './steps.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./phone.mjs').Phone} Phone */

/** Begins a registration, and leaves it after the name. @param {Phone} phone @param {Page} page @param {string} name */
async function begin(phone, page, name) {
  const next = page.getByRole('button', { name: phone.say('nav.next'), exact: true });
  await page.goto(`${phone.base}/field/#/`);
  await page.getByRole('link', { name: phone.say('today.register') }).click();
  await page.getByRole('button', { name: phone.say('answer.yes') }).click();
  await place(phone, page, 'patlik');
  const field = page.getByLabel(phone.say('register.name.label'), { exact: true });
  same(await field.inputValue(), '', 'the name that a new registration begins with');
  await field.fill(name);
  await next.click();
  await othersUntil(phone, page, 'register.phone.title');
}

/** @param {Phone} phone @param {Page} page */
async function list(phone, page) {
  await page.goto(`${phone.base}/field/#/`);
  await page.getByRole('link', { name: phone.say('drafts.title') }).click();
  await page.getByRole('heading', { name: phone.say('drafts.title') }).waitFor();
}

/** @param {Phone} phone @param {Page} page @param {[string, string]} names */
export async function draftsApart(phone, page, [first, second]) {
  const row = (/** @type {string} */ name) => page.getByRole('listitem').filter({ hasText: name });
  const left = page.getByRole('heading', { name: phone.say('register.phone.title') }); // the step at which each was left
  await begin(phone, page, first);
  await begin(phone, page, second);
  await list(phone, page);
  await shot(page, `offline-drafts-${phone.say('nav.today')}`);
  same(await page.locator('main li').count(), 2, 'unfinished registrations');
  await row(first).getByRole('link').click();
  await left.waitFor();
  await page.reload();
  await phone.line(true); // the page that was opened anew does not know otherwise that there is no network
  await phone.line(false);
  await page.getByLabel(phone.say('pin.label'), { exact: true }).fill(PIN);
  await page.getByRole('button', { name: phone.say('pin.open'), exact: true }).click();
  await left.waitFor();
  await page.goto(page.url().replace('/register/phone', '/register/name'));
  const name = page.getByLabel(phone.say('register.name.label'), { exact: true });
  same(await name.inputValue(), first, 'the name of the draft that was continued');
  await refuse(phone, page);
  await list(phone, page);
  must(!(await page.getByText(first).isVisible()), 'a family that refused is still on the phone');
  await row(second)
    .getByRole('button', { name: phone.say('drafts.discard') })
    .click();
  await row(second)
    .getByRole('button', { name: phone.say('drafts.discard_yes') })
    .click();
  await page.getByText(phone.say('drafts.none')).waitFor();
  await page.goto(`${phone.base}/field/#/`);
  await page.getByRole('link', { name: phone.say('today.register') }).waitFor();
  must(!(await page.getByRole('link', { name: phone.say('drafts.title') }).isVisible()), 'a draft is left');
}

/** Goes back to the consent and refuses. @param {Phone} phone @param {Page} page */
async function refuse(phone, page) {
  const no = page.getByRole('button', { name: phone.say('answer.no'), exact: true });
  const place = page.getByRole('heading', { name: phone.say('register.place.title') });
  await page.goto(page.url().replace('/register/name', '/register/consent'));
  await no.click();
  await page.getByText(phone.say('register.refused.title')).waitFor();
  await page.getByRole('button', { name: phone.say('nav.back') }).click();
  must(!(await place.isVisible()), 'the back key shows a family that refused');
}
