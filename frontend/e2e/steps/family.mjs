// On a phone: a family is registered, recognised under another spelling, its house graded and verified, and a card given.

import { photographHouse } from '../camera.mjs';
import { accessible, inBengali, read, same, screen } from '../checks.mjs';
import { about, t } from '../words.mjs';

/** @typedef {import('playwright-core').Page} Page */

export const FAMILY = {
  name: 'Kamala Pramanik',
  phone: '70012 34567',
  place: 'Patlikhanpur', // a gram panchayat of Hasnabad block
  people: { women: 2, men: 1, girls: 1, boys: 1, infants: 1 },
  criteria: ['woman_headed', 'pregnant_or_nursing', 'infant', 'disability', 'widow', 'house_on_embankment'],
  house: 'kutcha',
};
const AGAIN = { ...FAMILY, name: 'Komola Paramanik', phone: '+91 7001234567' };
const LANDMARK = 'Beside the embankment';

/** @param {import('../run.mjs').Job} job */
export async function register(job) {
  const page = await job.people.at('sabita', 'field');
  await screen(page, t('today.title'));
  await accessible(page);
  await inBengali(page, 'today.title');
  await job.shot(page, 'field-today');
  await page.getByRole('link', { name: t('today.register') }).click();
  await screen(page, t('register.consent.title'));
  await inBengali(page, 'register.consent.title');
  await accessible(page);
  await answer(page, FAMILY, () => job.shot(page, 'field-register'));
  await save(page);
  await screen(page, t('register.done.title'));
  await page.getByText(t('sent.office_has_it')).waitFor();
}

/** @param {import('../run.mjs').Job} job */
export async function registerAgain(job) {
  const page = await job.people.at('sabita', 'field');
  await page.getByRole('link', { name: t('register.done.next_family') }).click();
  await screen(page, t('register.consent.title'));
  await begin(page, AGAIN); // as soon as place and name are known
  await screen(page, t('similar.title'));
  await accessible(page);
  await page.getByRole('cell', { name: FAMILY.name, exact: true }).waitFor();
  await page.getByRole('cell', { name: AGAIN.name, exact: true }).waitFor();
  await page.getByRole('button', { name: t('similar.same') }).click();
  await screen(page, t('same.title')); // what was said now can correct the record
  await page.getByRole('checkbox', { name: AGAIN.name, checked: false }).waitFor(); // another spelling
  await accessible(page);
  await page.getByRole('button', { name: t('same.change_nothing') }).click();
  await screen(page, FAMILY.name);
  await page.getByText(t('household.not_graded')).waitFor();
}

/** @param {import('../run.mjs').Job} job */
export async function gradeDamage(job) {
  const page = await job.people.at('sabita', 'field');
  await page.getByRole('link', { name: t('household.grade') }).click();
  await screen(page, t('damage.title'));
  await page.getByRole('radio', { name: t('grade.4') }).check();
  const photo = `${job.folder}/house.jpg`;
  const easel = await job.people.window('the camera');
  await photographHouse(easel, photo);
  await job.people.leave('the camera');
  await screen(page, t('photo.title'));
  await page.getByLabel(t('damage.photo.take')).setInputFiles(photo);
  await screen(page, t('photo.taken.title'));
  await page.getByText(t('photo.ready.one', { count: 1 })).waitFor();
  await accessible(page);
  await page.getByRole('button', { name: t('photo.enlarge') }).click();
  await screen(page, t('photo.face.title'));
  await accessible(page);
  await page.getByRole('button', { name: t('photo.face.none') }).click();
  await page.getByRole('button', { name: t('photo.use') }).click();
  await screen(page, t('damage.done.title'));
  await page.getByText(t('sent.office_has_it')).waitFor();
}

/** @param {import('../run.mjs').Job} job */
export async function giveCard(job) {
  const page = await job.people.at('sabita', 'field');
  await page.getByRole('link', { name: t('household.card') }).click();
  await screen(page, t('card.title'));
  await page.getByRole('button', { name: t('card.give_this') }).waitFor(); // the camera is permitted, and starts by itself
  await screen(page, t('card.title'));
  const seen = await read(page.getByText(/^[0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{3}$/));
  same(seen, job.card, 'the number of the card that the camera read');
  await page.getByRole('button', { name: t('card.give_this') }).click();
  await screen(page, t('card.done.title'));
  await page.getByText(t('sent.office_has_it')).waitFor();
  await job.people.leave('sabita');
}

/** @param {import('../run.mjs').Job} job */
export async function verify(job) {
  const page = await job.people.at('tapan', 'field');
  await page.getByRole('link', { name: t('today.houses') }).click();
  await screen(page, t('today.houses'));
  await accessible(page);
  await page.getByRole('link', { name: FAMILY.name }).click();
  await screen(page, t('verify.title'));
  await page.getByText(about('verify.first_visit')).waitFor();
  const photo = page.getByAltText(t('damage.photo.alt', { n: 1 }));
  await photo.waitFor();
  await photo.evaluate((/** @type {HTMLImageElement} */ image) => image.decode());
  await page.getByRole('radio', { name: t('grade.4') }).check();
  await accessible(page);
  await page.getByRole('button', { name: t('verify.save') }).click();
  await screen(page, t('verify.done.title'));
  await page.getByText(t('verify.done.same')).waitFor();
  await job.people.leave('tapan');
}

/** Agrees, and answers place and name. @param {Page} page @param {typeof FAMILY} family */
async function begin(page, family) {
  await page.getByRole('button', { name: t('answer.yes') }).click();
  await screen(page, t('register.place.title'));
  await page.getByLabel(t('register.place.search'), { exact: true }).fill(family.place.slice(0, 6).toLowerCase());
  const found = page.getByRole('region', { name: t('place.found') });
  await found.getByRole('button', { name: family.place }).first().click();
  await screen(page, t('register.name.title'));
  await page.getByLabel(t('register.name.label'), { exact: true }).fill(family.name);
  await page.getByLabel(t('register.place.landmark')).fill(LANDMARK);
  await page.getByRole('button', { name: t('nav.next'), exact: true }).click();
}

/**
 * Answers every question of the registration, up to the check.
 * @param {Page} page
 * @param {typeof FAMILY} family
 * @param {() => Promise<void>} picture called when the people are counted
 */
async function answer(page, family, picture = async () => {}) {
  const next = page.getByRole('button', { name: t('nav.next'), exact: true });
  await begin(page, family);
  await screen(page, t('register.phone.title'));
  await page.getByRole('radio', { name: t('answer.yes') }).click();
  await page.getByLabel(t('register.phone.number'), { exact: true }).fill(family.phone);
  await page.getByRole('radio', { name: t('phone_of.self') }).click(); // a tap on an answer goes on
  await screen(page, t('register.people.title'));
  for (const [who, count] of Object.entries(family.people)) {
    const more = page.getByRole('button', { name: t('counter.more', { what: t(`people.${who}`) }), exact: true });
    for (let n = 0; n < count; n++) await more.click();
  }
  const all = Object.values(family.people).reduce((sum, count) => sum + count, 0);
  await page.getByText(t('register.people.sum', { n: all })).waitFor();
  await picture();
  await next.click();
  await screen(page, t('register.criteria.title'));
  for (const one of family.criteria) {
    await page.getByRole('checkbox', { name: t(`criteria.${one}`) }).check();
  }
  await next.click();
  await screen(page, t('register.house.title'));
  await page.getByRole('radio', { name: t(`house.${family.house}`) }).click();
  await screen(page, t('register.mark.title'));
  await page.getByRole('radio', { name: t('mark.fish') }).click();
}

/** @param {Page} page */
async function save(page) {
  await screen(page, t('register.check.title'));
  await accessible(page);
  await page.getByRole('button', { name: t('register.save') }).click();
}
