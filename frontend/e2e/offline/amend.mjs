// Two workers correct one phone number of a family without a network, after it was sent: the first answer counts, both are told,
// and the office chooses the other one on its page.

import { must } from '../checks.mjs';
import { t } from '../words.mjs';
import { Phone, same } from './phone.mjs';
import { choose, enrol, register, sendAll, shot } from './steps.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./phone.mjs').Office} Office */
/** @typedef {import('./phone.mjs').Language} Language */

const FAMILY = { en: 'Sarala Twice', bn: 'সরলা যমজ' };

/** Corrects the phone number of a family on its page. @param {Phone} phone @param {Page} page @param {string} family @param {string} number */
async function corrects(phone, page, family, number) {
  await page.goto(`${phone.base}/field/#/household/${family}`);
  await page.getByRole('link', { name: phone.say('amend.title') }).click();
  await page.getByRole('heading', { name: phone.say('amend.title') }).waitFor();
  await shot(page, `amend-${phone.say('nav.today')}`);
  const change = `: ${phone.say('amend.group.phone')}`;
  await page.getByRole('button', { name: change }).click();
  await page.getByRole('radio', { name: phone.say('answer.yes'), exact: true }).check();
  await page.getByLabel(phone.say('register.phone.number'), { exact: true }).fill(number);
  await page.getByRole('radio', { name: phone.say('phone_of.self') }).check();
  await shot(page, `amend-phone-${phone.say('nav.today')}`);
  await page.getByRole('button', { name: phone.say('amend.take') }).click();
  await page.getByText(phone.say('amend.changed')).waitFor();
  await page.getByRole('button', { name: phone.say('amend.save') }).click();
  await page.getByRole('heading', { name: phone.say('amend.done') }).waitFor();
  await page.getByText(phone.say('outbox.saved_here'), { exact: true }).waitFor();
  await page.getByRole('link', { name: phone.say('entry.family') }).click();
  await page.getByText(phone.say('family.phone_ends', { code: number.slice(-4) })).waitFor();
}

/** What the phone says on the screen of notices. @param {Phone} phone @param {Page} page @param {string} key @param {string} name */
async function isTold(phone, page, key, name) {
  await page.goto(`${phone.base}/field/#/outbox`);
  await page.goto(`${phone.base}/field/#/`);
  await page.getByRole('link', { name: phone.say('notice.title') }).click();
  await page.getByRole('link', { name }).waitFor();
  const notice = page.getByRole('listitem').filter({ hasText: name });
  await notice.getByText(phone.say(key, { what: phone.say('amend.group.phone') })).waitFor();
  await shot(page, `${key}-${phone.say('nav.today')}`);
}

/** The office chooses the later answer. @param {Page} page @param {string} family */
async function decides(page, family) {
  const { origin } = new URL(page.url());
  await page.goto(`${origin}/office/#/exceptions`);
  await page.reload();
  await page.getByText(t('exception.kind.corrected_twice')).filter({ visible: true }).first().waitFor(); // beside the filter's
  await shot(page, 'office-corrected-twice');
  await page.locator(`a[href="#/household/${family}/claims"]`).click();
  await page.getByRole('radio', { name: '9830000002' }).check();
  await shot(page, 'office-claims');
  await page.getByRole('button', { name: t('claims.save') }).click();
  await page.getByRole('heading', { name: t('nav.exceptions') }).waitFor();
}

/** @param {string} base @param {Language} language @param {Office} office @param {Page} desk */
export async function twoCorrect(base, language, office, desk) {
  const phones = [new Phone(base, language), new Phone(base, language)];
  const [first, second] = /** @type {[Phone, Phone]} */ (phones);
  const name = FAMILY[language];
  try {
    const one = await first.open(true);
    await choose(one, language);
    await enrol(first, one, 'sabita');
    await register(first, one, name, '', true);
    const [family] = await office.families(name);
    must(family !== undefined, 'the family has not come');
    const two = await second.open(true);
    await choose(two, language);
    await enrol(second, two, 'rina');
    await Promise.all(phones.map((phone) => phone.line(false)));
    await corrects(first, one, family.id, '9830000001');
    await corrects(second, two, family.id, '9830000002');
    await first.line(true);
    await sendAll(first, one);
    await second.line(true);
    await sendAll(second, two);
    await two.getByText(second.say('fault.corrected_twice')).waitFor();
    same((await office.get(`/api/v1/households/${family.id}`)).phone, '9830000001', 'the answer that counts');
    await isTold(first, one, 'notice.first', name);
    await isTold(second, two, 'notice.second', name);
    await decides(desk, family.id);
    same((await office.get(`/api/v1/households/${family.id}`)).phone, '9830000002', 'the answer that the office chose');
    await isTold(first, one, 'notice.settled', name);
    await isTold(second, two, 'notice.settled', name);
  } finally {
    await Promise.all(phones.map((phone) => phone.remove()));
  }
}
