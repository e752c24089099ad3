// What is done on a phone without a network, in more than one journey.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printedCodes } from '../camera.mjs';
import { must } from '../checks.mjs';
import { PASSWORD, PIN } from '../people.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../program.mjs').Program} Program */
/** @typedef {import('./phone.mjs').Phone} Phone */
/** @typedef {import('./phone.mjs').Office} Office */
/** @typedef {import('./phone.mjs').Language} Language */

const shots = process.env['TRIPOL_SHOTS'] ?? '';

/** Enrols a worker by login and password, and waits for the pack. @param {Phone} phone @param {Page} page @param {string} login */
export async function enrol(phone, page, login, password = PASSWORD) {
  await page.getByLabel(phone.say('session.login'), { exact: true }).fill(login);
  await page.getByLabel(phone.say('session.password'), { exact: true }).fill(password);
  await page.getByRole('button', { name: phone.say('session.sign_in') }).click();
  await page.getByLabel(phone.say('pin.choose'), { exact: true }).fill(PIN);
  await page.getByLabel(phone.say('pin.again'), { exact: true }).fill(PIN);
  await page.getByRole('button', { name: phone.say('pin.save') }).click();
  await page.getByRole('button', { name: phone.say('lock.now') }).waitFor();
  await page.getByText(phone.say('pack.none')).waitFor({ state: 'detached' });
}

/** @param {Phone} phone @param {Page} page */
export async function unlock(phone, page) {
  await page.getByLabel(phone.say('pin.label'), { exact: true }).fill(PIN);
  await page.getByRole('button', { name: phone.say('pin.open'), exact: true }).click();
  await page.getByRole('button', { name: phone.say('lock.now') }).waitFor();
}

/** Answers that the families of this phone that sound alike are others, until another heading is there. @param {Phone} phone @param {Page} page @param {string} heading */
export async function othersUntil(phone, page, heading) {
  const after = page.getByRole('heading', { name: phone.say(heading) });
  const doubt = page.getByRole('button', { name: phone.say('similar.different') });
  for (let asked = 0; asked < 16; asked++) {
    await after.or(doubt).first().waitFor();
    if (await after.isVisible()) break;
    await doubt.click();
  }
  await after.waitFor();
}

/** Finds a place by its name, and taps the first one found. @param {Phone} phone @param {Page} page @param {string} name */
export async function place(phone, page, name) {
  await page.getByLabel(phone.say('register.place.search'), { exact: true }).fill(name);
  await page
    .getByRole('region', { name: phone.say('place.found') })
    .getByRole('button')
    .first()
    .click();
}

/** Begins a registration, until the name is written. @param {Phone} phone @param {Page} page @param {string} name @param {string} [village] as it is typed */
export async function beginRegistration(phone, page, name, village = 'patlik') {
  await page.goto(`${new URL(page.url()).origin}/field/${new URL(page.url()).search}#/register`);
  await page.getByRole('button', { name: phone.say('answer.yes') }).click();
  await place(phone, page, village);
  await page.getByLabel(phone.say('register.name.label'), { exact: true }).fill(name);
  await page.getByRole('button', { name: phone.say('nav.next'), exact: true }).click();
  await othersUntil(phone, page, 'register.phone.title');
}

/** Answers the questions after the name. @param {Phone} phone @param {Page} page @param {string} [note] why it comes first */
export async function answerOthers(phone, page, note = '') {
  const next = page.getByRole('button', { name: phone.say('nav.next'), exact: true });
  await page.getByRole('radio', { name: phone.say('register.phone.none') }).click(); // a tap on an answer goes on
  const woman = phone.say('counter.more', { what: phone.say('people.women') });
  await page.getByRole('button', { name: woman, exact: true }).click();
  await next.click();
  await page.getByRole('heading', { name: phone.say('register.criteria.title') }).waitFor();
  if (note !== '') await page.getByLabel(phone.say('register.note.label'), { exact: true }).fill(note);
  await next.click();
  await page.getByRole('radio', { name: phone.say('house.kutcha') }).click();
  await page.getByRole('radio', { name: phone.say('register.mark.none') }).click();
}

/** @param {Phone} phone @param {Page} page @param {boolean} [sent] there is a line */
export async function saveRegistration(phone, page, sent = false) {
  await page.getByRole('button', { name: phone.say('register.save') }).click();
  await othersUntil(phone, page, 'register.done.title');
  const safe = phone.say(sent ? 'sent.office_has_it' : 'outbox.saved_here');
  await page.getByText(safe, { exact: true }).waitFor();
}

/** Grades the house of the open screen, whose camera does not work. @param {Phone} phone @param {Page} page @param {number} grade */
export async function gradeWithoutPhoto(phone, page, grade) {
  await page.getByRole('radio', { name: phone.say(`grade.${grade}`) }).check(); // a tap on an answer goes on
  await page.getByRole('button', { name: phone.say('photo.without.camera') }).click();
  await page.getByText(phone.say('photo.without.means')).waitFor();
  await page.getByRole('button', { name: phone.say('photo.without.save') }).click();
  await page.getByRole('heading', { name: phone.say('damage.done.title') }).waitFor();
}

/** @param {Phone} phone @param {Page} page @param {string} name @param {string} [note] why it comes first @param {boolean} [sent] there is a line */
export async function register(phone, page, name, note = '', sent = false) {
  await beginRegistration(phone, page, name);
  await answerOthers(phone, page, note);
  await saveRegistration(phone, page, sent);
}

/** From the screen of a family: the house is graded, and a card is given. @param {Phone} phone @param {Page} page @param {string} card */
export async function gradeAndBind(phone, page, card) {
  await page.getByRole('link', { name: phone.say('household.grade') }).click();
  await gradeWithoutPhoto(phone, page, 3);
  await page.getByText(phone.say('outbox.saved_here'), { exact: true }).waitFor();
  await page.getByRole('link', { name: phone.say('household.card') }).click();
  await page.getByLabel(phone.say('scan.type'), { exact: true }).fill(card);
  await page.getByRole('button', { name: phone.say('scan.read') }).click();
  await page.getByRole('button', { name: phone.say('card.give_this') }).click();
  await page.getByText(phone.say('outbox.saved_here'), { exact: true }).waitFor();
}

/** Waits until the office has everything. @param {Phone} phone @param {Page} page */
export async function sendAll(phone, page) {
  await page.goto(`${new URL(page.url()).origin}/field/#/outbox`);
  await page.getByRole('button', { name: phone.say('outbox.send_now') }).click();
  await page.getByText(phone.say('outbox.all_sent')).waitFor();
}

/** Chooses a language; the page that opens anew is locked. @param {Page} page @param {Language} language */
export async function choose(page, language) {
  await page.evaluate((chosen) => localStorage.setItem('tripol.language', chosen), language);
  await page.reload();
}

/** @param {Page} page @param {string} name */
export async function shot(page, name) {
  if (shots === '') return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`) });
}

/** A card that is due at an open distribution, and blank ones. @param {Office} office */
export async function cardsOf(office) {
  const open = (await office.get('/api/v1/distributions?state=open')).rows[0];
  must(open !== undefined, 'the demonstration has no open distribution');
  const list = [];
  for (let after = ''; ; ) {
    const page = await office.get(`/api/v1/distributions/${open.id}/list?after=${encodeURIComponent(after)}`);
    list.push(...page.rows);
    if (page.next === '') break;
    after = page.next;
  }
  return list
    .filter((/** @type {{ in: string, card_code: string, served_at: string | null }} */ row) => row.in === 'yes')
    .filter(
      (/** @type {{ card_code: string, served_at: string | null }} */ row) => row.card_code && row.served_at === null,
    )
    .map((/** @type {{ card_code: string }} */ row) => row.card_code);
}

/** Blank cards, as the office prints them. @param {Program} program @param {Office} office */
export async function blankCards(program, office) {
  const id = crypto.randomUUID();
  await office.enter('card.print_batch', { id, name: 'Blank', cards: 10 });
  const sheet = join(program.folder, 'blank.pdf');
  writeFileSync(sheet, await office.file(`/api/v1/card-batches/${id}/sheet.pdf`));
  const codes = (await printedCodes(sheet)).match(/\b[0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{3}\b/g) ?? [];
  return [...new Set(codes)].map((code) => code.replaceAll(' ', ''));
}
