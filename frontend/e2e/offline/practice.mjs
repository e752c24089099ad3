// Practice mode: a phone without a network does the six tasks, with a reload and a killed browser in between; no request leaves
// it, also with a network, and nothing becomes an entry; real cards are rejected there and practice cards at work; the ticks
// arrive. In English and Bengali, on SQLite.
//
//   node e2e/offline/practice.mjs          TRIPOL_SHOTS is a folder for pictures

import { join } from 'node:path';
import { photographHouse } from '../camera.mjs';
import { must, screen } from '../checks.mjs';
import { openBrowser, People } from '../people.mjs';
import { Program } from '../program.mjs';
import { installed } from '../serviceworker.mjs';
import { journeyLanguages } from '../words.mjs';
import { Office, Phone, readable, same } from './phone.mjs';
import { at, openPractice, requestsOf, said, TASKS, ticked, useCard } from './practicesteps.mjs';
import {
  answerOthers,
  beginRegistration,
  cardsOf,
  choose,
  enrol,
  register,
  saveRegistration,
  sendAll,
  shot,
  unlock,
} from './steps.mjs';

/** @typedef {'en' | 'bn'} Language */
/** @typedef {import('playwright-core').Page} Page */

const REAL = { en: 'Real Mondal', bn: 'আসল মণ্ডল' };
const INVENTED = { en: 'Invented Family', bn: 'বানানো পরিবার' };

/** The first two tasks, with a reload after the first. @param {Phone} phone @param {Page} page @param {string} picture */
async function familyAndHouse(phone, page, picture) {
  await beginRegistration(phone, page, INVENTED[phone.language], 'kalpana');
  await answerOthers(phone, page);
  await saveRegistration(phone, page);
  await page.reload();
  await page.getByRole('link', { name: phone.say('household.grade') }).click(); // what was saved is there
  await page.getByRole('radio', { name: phone.say('grade.3') }).check();
  await page.getByLabel(phone.say('damage.photo.take')).setInputFiles(picture);
  await page.getByRole('heading', { name: phone.say('photo.taken.title') }).waitFor();
  await screen(page, phone.say('photo.taken.title'));
  await page.getByRole('button', { name: phone.say('photo.use') }).click();
  await page.getByRole('heading', { name: phone.say('damage.done.title') }).waitFor();
  await ticked(phone, page, 2);
}

/** A new card for the family that was registered before the browser was killed. @param {Phone} phone @param {Page} page */
async function giveCard(phone, page) {
  await page.getByRole('link', { name: phone.say('practice.task.card') }).click();
  await page.getByRole('link', { name: INVENTED[phone.language] }).first().click();
  await page.getByRole('link', { name: phone.say('household.card') }).click();
  await page.getByText(phone.say('practice.hint.card')).waitFor();
  await useCard(phone, page, '10');
  await shot(page, `practice-card-${phone.language}`);
  await page.getByRole('button', { name: phone.say('card.give_this') }).click();
  await page.getByRole('heading', { name: phone.say('card.done.title') }).waitFor();
  await ticked(phone, page, 3);
}

/** @param {Phone} phone @param {Page} page */
async function give(phone, page) {
  await page.getByRole('heading', { name: phone.say('verdict.give.word') }).waitFor();
  await screen(page, phone.say('verdict.give.word'));
  await page.getByRole('button', { name: phone.say('verdict.give.word'), exact: true }).click();
  await page.getByRole('button', { name: phone.say('handout.done'), exact: true }).click();
  await page.getByText(phone.say('outbox.saved_here'), { exact: true }).waitFor();
}

/** @param {Phone} phone @param {Page} page */
async function handOut(phone, page) {
  await page.getByRole('link', { name: phone.say('practice.task.handout') }).click();
  await useCard(phone, page, '01');
  await page.getByRole('heading', { name: phone.say('verdict.give.word') }).waitFor();
  await shot(page, `practice-give-${phone.language}`);
  await give(phone, page);
  for (const [number, verdict] of [
    ['07', 'already_given'],
    ['08', 'not_on_list'],
    ['09', 'withdrawn'],
  ]) {
    await useCard(phone, page, number ?? '');
    await page.getByRole('heading', { name: phone.say(`verdict.${verdict}.word`) }).waitFor();
    await page.getByRole('button', { name: phone.say('handout.next') }).click();
  }
  await page.getByRole('button', { name: phone.say('find.open') }).click();
  await page.getByText(phone.say('practice.hint.without_card')).waitFor();
  await page.getByLabel(phone.say('find.last4'), { exact: true }).fill('6666');
  await page.getByLabel(phone.say('find.size'), { exact: true }).fill('5');
  await page.getByRole('button', { name: phone.say('find.go') }).click();
  await page.locator('button.found').click();
  await give(phone, page);
  await page.getByRole('button', { name: phone.say('handout.undo') }).click();
  await page.getByText(phone.say('handout.undone')).waitFor();
}

/** A real card in practice mode is rejected, and nothing is kept. Scanned ones are in practice.test.ts. @param {Phone} phone @param {Page} page @param {string} code */
async function realCard(phone, page, code) {
  await ticked(phone, page, TASKS);
  await page.getByRole('link', { name: phone.say('practice.task.handout') }).click();
  for (const card of [code, code.toLowerCase()]) {
    await page.getByLabel(phone.say('scan.type'), { exact: true }).fill(card);
    await page.getByRole('button', { name: phone.say('scan.read') }).click();
    await screen(page, phone.say('verdict.real_card.word'));
    await shot(page, `practice-real-card-${phone.language}`);
    await page.getByRole('button', { name: phone.say('handout.next') }).click();
  }
  await at(page, 'outbox');
  await page.getByText(phone.say('practice.outbox')).waitFor();
  must(!(await page.getByText(code).isVisible()), 'a real card is kept in practice mode');
  must(
    !(await page.getByRole('button', { name: phone.say('outbox.export') }).isVisible()),
    'practice has an outbox file',
  );
}

/** The databases of the app in this browser. @param {Page} page */
const databases = (page) => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name).sort());

/**
 * Whether a request of the page reaches the office. In a document that practises neither the app's `fetch` nor the browser
 * lets it out; the control is a document whose network was left open.
 * @param {Page} page @param {string[]} asked
 */
async function plantedSend(page, asked) {
  const before = asked.length;
  await page.evaluate(() => fetch('/api/v1/feed').catch(() => {}));
  await page.evaluate(() => navigator.sendBeacon('/api/v1/sync', '{}'));
  await page.evaluate(() => {
    const request = new XMLHttpRequest();
    request.open('GET', '/api/v1/pack');
    request.send();
    new Image().src = '/api/v1/photos/1';
  });
  await page.waitForTimeout(500);
  return asked.length - before;
}

/** @param {Phone} phone @param {Page} page */
async function control(phone, page) {
  const open = await page.context().newPage();
  await open.addInitScript(() => {
    const { append } = Element.prototype;
    Element.prototype.append = function (/** @type {(Node | string)[]} */ ...nodes) {
      if (!nodes.some((node) => node instanceof HTMLMetaElement)) append.apply(this, nodes);
    };
    Object.defineProperty(window, 'fetch', { value: window.fetch, writable: false });
  });
  const asked = requestsOf(open);
  await open.goto(`${phone.base}/field/?practice=`).catch(() => {});
  const reached = await plantedSend(open, asked);
  await open.close();
  must(reached > 0, 'control: a planted send is not noticed');
}

/** @param {Program} program @param {Language} language @param {Office} office @param {string} real the code of a card */
async function day(program, language, office, real) {
  const phone = new Phone(program.base, language);
  try {
    let page = await phone.open(true);
    await choose(page, language);
    await enrol(phone, page, 'sabita');
    await installed(page);
    const picture = join(program.folder, 'house.jpg');
    await photographHouse(page, picture);
    await phone.line(false);
    await register(phone, page, REAL[language]);
    const before = { families: (await office.everyFamily()).length, contact: await contactOf(office) };
    await at(page, '');
    let asked = requestsOf(page);
    await openPractice(phone, page);
    await page.getByText(said(phone, 'practice.unsent', { n: 1 })).waitFor();
    await screen(page, phone.say('practice.title'));
    await shot(page, `practice-today-${language}`);
    await familyAndHouse(phone, page, picture);
    same(asked, [], 'requests of practice mode');
    await phone.kill();
    page = await phone.open(false);
    await unlock(phone, page); // the app opens at work
    asked = requestsOf(page);
    await openPractice(phone, page);
    await ticked(phone, page, 2);
    await giveCard(phone, page);
    await handOut(phone, page);
    await realCard(phone, page, real);
    await phone.line(true); // also with a network nothing leaves the phone
    await page.reload();
    await ticked(phone, page, TASKS);
    await plantedSend(page, asked);
    same(asked, [], 'requests of practice mode, with those that were planted');
    same(await contactOf(office), before.contact, 'the last contact of the phone, in practice mode');
    if (language === journeyLanguages()[0]) await control(phone, page);
    await phone.line(false);
    same(await databases(page), ['tripol-phone', 'tripol-practice'], 'the databases in practice mode');
    await page.getByRole('button', { name: phone.say('practice.leave') }).click();
    await page.getByText(phone.say('practice.left')).waitFor();
    same(await databases(page), ['tripol-phone'], 'the databases after practice mode');
    same(readable(phone.profile, real).length, 0, 'files of the browser with the real card');
    await unlock(phone, page);
    await page.getByText(said(phone, 'outbox.unsent', { n: 1 })).waitFor();
    await practiceCardAtWork(phone, page);
    await phone.line(true);
    await sendAll(phone, page);
    await arrived(office, language, before.families);
  } finally {
    await phone.remove();
  }
}

/** When the office last heard of the newest phone. @param {Office} office */
async function contactOf(office) {
  const { rows } = await office.get('/api/v1/devices');
  return newest(rows).last_at;
}

/** @param {{ enrolled_at: string, last_at: string, practised: string[], waiting: number }[]} rows */
function newest(rows) {
  const [last] = [...rows].sort((a, b) => (a.enrolled_at < b.enrolled_at ? 1 : -1));
  if (last === undefined) throw new Error('the office has no phone');
  return last;
}

/** @param {Phone} phone @param {Page} page */
async function practiceCardAtWork(phone, page) {
  await at(page, 'houses');
  await page.getByRole('link', { name: REAL[phone.language] }).first().click();
  await page.getByRole('link', { name: phone.say('household.card') }).click();
  for (const card of ['TRIPOL-PRACTICE:01', phone.language === 'en' ? 'practice 01' : 'practice ০১']) {
    await page.getByLabel(phone.say('scan.type'), { exact: true }).fill(card);
    await page.getByRole('button', { name: phone.say('scan.read') }).click();
    await page.getByText(phone.say('scan.foreign.practice')).waitFor();
  }
  must(
    !(await page.getByRole('button', { name: phone.say('card.give_this') }).isVisible()),
    'a practice card can be given to a real family',
  );
}

/** What the office has: the real family alone, and the ticks. @param {Office} office @param {Language} language @param {number} families */
async function arrived(office, language, families) {
  const all = await office.everyFamily();
  same(all.length, families + 1, 'families at the office');
  same(all.filter(({ name }) => name === INVENTED[language]).length, 0, 'invented families at the office');
  same(newest((await office.get('/api/v1/devices')).rows).practised.length, TASKS, 'ticks at the office');
}

async function main() {
  const began = Date.now();
  const program = new Program();
  const browser = await openBrowser(join(program.folder, 'none.mjpeg'));
  try {
    await program.setUp('sqlite');
    await program.serve(join(program.folder, 'server.log'));
    const office = await new Office(program.base).signIn('rina');
    const [real = ''] = await cardsOf(office);
    must(real !== '', 'the demonstration has no card');
    for (const language of journeyLanguages()) await day(program, language, office, real);
    const coordinator = await new People(browser, program.base).at('rina', 'office');
    await coordinator.goto(`${program.base}/office/#/devices`);
    await coordinator.getByText('Practice: 6 of 6.').first().waitFor();
    await shot(coordinator, 'practice-devices');
    await coordinator.goto(`${program.base}/office/#/cards`);
    const sheet = coordinator.getByRole('link', { name: 'Practice cards (PDF)' });
    const [file] = await Promise.all([coordinator.waitForEvent('download'), sheet.click()]);
    must((await file.failure()) === null, 'the practice cards are not printed');
    await shot(coordinator, 'practice-sheet');
    same(/All checks passed/.test(await program.command('verify')), true, 'everything closes');
    process.stdout.write(`Practice mode: passed in ${(Date.now() - began) / 1000} s\n`);
  } finally {
    await browser.close();
    await program.remove();
  }
}

await main();
