// A phone without a network, in a real browser: it registers, grades, binds and hands over in airplane mode, is killed, is
// opened again without a line, and sends everything once when the line is back. In English and in Bengali, on SQLite.
//
//   node e2e/offline/run.mjs          TRIPOL_SHOTS is a folder for pictures

import { join } from 'node:path';
import { must, read } from '../checks.mjs';
import { Program } from '../program.mjs';
import { installed } from '../serviceworker.mjs';
import { listedLikeOthers, refusesDetails } from './anonymous.mjs';
import { draftsApart } from './drafts.mjs';
import { tellsOfEmptiedStore } from './emptied.mjs';
import { correctsKnown, correctsUnsent, findsAgain, LANDMARK } from './families.mjs';
import { Office, Phone, readable, same } from './phone.mjs';
import { gradeOnce, reaches } from './reach.mjs';
import { blankCards, cardsOf, choose, enrol, gradeAndBind, register, sendAll, shot, unlock } from './steps.mjs';
import { countTaps } from './taps.mjs';

const KILLS = Number(process.env['TRIPOL_KILLS'] ?? 3);
const NAMES = { en: 'Canary Pramanik', bn: 'ক্যানারি প্রামাণিক' };

/** @type {{ en: [string, string], bn: [string, string] }} */
const DRAFTS = { en: ['Anima Sardar', 'Bimala Bera'], bn: ['অনিমা সর্দার', 'বিমলা বেরা'] };

/** A registration with a wrong name, and its correction: the first leaves nothing but a taken-back number. @type {{ en: [string, string], bn: [string, string] }} */
const CORRECTED = { en: ['Wrong Sardar', 'Right Sardar'], bn: ['ভুল সর্দার', 'ঠিক সর্দার'] };

/** @typedef {'en' | 'bn'} Language */
/** @typedef {import('playwright-core').Page} Page */

/** @param {Phone} phone @param {Page} page @param {string} card */
async function handOver(phone, page, card) {
  await page.getByRole('link', { name: phone.say('today.hand_out') }).click();
  await page.locator('main a').first().click();
  await page.getByLabel(phone.say('scan.type'), { exact: true }).fill(card);
  await page.getByRole('button', { name: phone.say('scan.read') }).click();
  await page.getByRole('heading', { name: phone.say('verdict.give.word') }).waitFor();
  await shot(page, `offline-verdict-${phone.say('nav.today')}`);
  await page.getByRole('button', { name: phone.say('verdict.give.word'), exact: true }).click();
  await page.getByRole('button', { name: phone.say('handout.done'), exact: true }).click();
  await page.getByText(phone.say('outbox.saved_here'), { exact: true }).waitFor();
  // The same card again, without a line: this phone knows what it did.
  await page.getByRole('button', { name: phone.say('handout.next') }).click();
  await page.getByLabel(phone.say('scan.type'), { exact: true }).fill(card);
  const given = page.getByRole('heading', { name: phone.say('verdict.already_given.word') });
  for (let tries = 0; tries < 20 && !(await given.isVisible()); tries++) {
    await page.getByRole('button', { name: phone.say('scan.read') }).click(); // ignored for two seconds: it is the same card
    await given.waitFor({ timeout: 500 }).catch(() => {});
  }
  await given.waitFor();
  await page.getByRole('button', { name: phone.say('handout.next') }).click();
}

/** The entries that the outbox shows, by what became of them. @param {Phone} phone @param {Page} page */
async function outbox(phone, page) {
  await page.goto(`${new URL(page.url()).origin}/field/#/outbox`);
  await page.getByRole('heading', { name: phone.say('outbox.title') }).waitFor();
  const here = await page
    .getByRole('listitem')
    .filter({ hasText: phone.say('outbox.saved_here') })
    .count();
  const sent = await page
    .getByRole('listitem')
    .filter({ hasText: phone.say('sent.office_has_it') })
    .count();
  return { here, sent };
}

/** How many entries wait, as the screen says in figures of its language: its list shows the newest only. @param {Page} page */
async function waiting(page) {
  await page.goto(`${new URL(page.url()).origin}/field/#/outbox`);
  const figures = await read(page.locator('main .count'));
  return Number(figures.replace(/[০-৯]/g, (digit) => String(digit.charCodeAt(0) - 0x09e6)));
}

/**
 * One day without a network.
 * @param {Program} program
 * @param {Language} language
 * @param {Office} office
 * @param {{ blank: string, bare: string, due: string }} cards
 */
async function day(program, language, office, cards) {
  const phone = new Phone(program.base, language);
  try {
    let page = await phone.open(true);
    await choose(page, language);
    await enrol(phone, page, 'sabita');
    await installed(page);
    await phone.line(false);
    await draftsApart(phone, page, DRAFTS[language]);
    await register(phone, page, NAMES[language]);
    await gradeAndBind(phone, page, cards.blank);
    same(await outbox(phone, page), { here: 3, sent: 0 }, 'the outbox before the phone died');
    await findsAgain(phone, page, NAMES[language]);
    await correctsUnsent(phone, page, CORRECTED[language]);
    await correctsKnown(phone, page, NAMES[language]);
    await refusesDetails(phone, page, cards.bare);
    same(await outbox(phone, page), { here: 9, sent: 0 }, 'the outbox with two numbers taken back and a correction');
    await shot(page, `offline-outbox-${language}`);

    await phone.kill();
    const leaked = readable(phone.profile, NAMES[language]);
    same(leaked, [], 'files of the browser in which the name can be read');
    page = await phone.open(false); // from what the phone keeps: there is no network
    await shot(page, `offline-lock-${language}`);
    await unlock(phone, page);
    same(await outbox(phone, page), { here: 9, sent: 0 }, 'the outbox after the phone died');
    for (let n = 1; n < KILLS; n++) {
      await register(phone, page, `${NAMES[language]} ${n}`);
      await phone.kill(); // right after it said "Saved"
      page = await phone.open(false);
      await unlock(phone, page);
      same(await waiting(page), 9 + n, `entries after kill ${n + 1}`);
    }
    same((await office.families(NAMES[language])).length, 0, 'families at the office before there is a line');
    await phone.line(true);
    await sendAll(phone, page);
    await listedLikeOthers(office, cards.bare);
    const all = await office.everyFamily(); // by no search: names that are alike share its pages
    for (let n = 0; n < KILLS; n++) {
      const name = n === 0 ? NAMES[language] : `${NAMES[language]} ${n}`;
      const found = all.filter((family) => family.name === name);
      same(found.length, 1, `families of the name given before kill ${n + 1}`);
      if (n > 0) continue;
      const known = await office.get(`/api/v1/households/${found[0]?.id}`);
      same(known.landmark, LANDMARK, 'what the correction changed');
      same([found[0]?.grade, found[0]?.card.replaceAll(' ', '')], [3, cards.blank], 'what the office knows of it');
    }

    await reaches(phone, page, office);

    await page.goto(`${program.base}/field/#/`);
    await choose(page, language); // a killed browser can forget it, and the second worker has a language of their own
    await page.getByRole('link', { name: phone.say('lock.another') }).click();
    await enrol(phone, page, 'mina'); // a second worker on the same phone, with nothing of the first
    same(await outbox(phone, page), { here: 0, sent: 0 }, 'what the second worker sees of the first');
    await page.goto(`${program.base}/field/#/`);
    await phone.line(false);
    await page.getByText(phone.say('outbox.no_line_short')).waitFor();
    await handOver(phone, page, cards.due);
    await phone.line(true);
    await sendAll(phone, page);
  } finally {
    await phone.remove();
  }
}

/** The control of B59 (a): what lies open in a browser is found by the same search. @param {string} base */
async function control(base) {
  const phone = new Phone(base, 'en');
  try {
    const page = await phone.open(true);
    await page.evaluate(async (name) => {
      const open = indexedDB.open('open-book', 1);
      open.onupgradeneeded = () => open.result.createObjectStore('page');
      await new Promise((resolve) => {
        open.onsuccess = resolve;
      });
      const tx = open.result.transaction('page', 'readwrite', { durability: 'strict' });
      tx.objectStore('page').put(name, 1);
      await new Promise((resolve) => {
        tx.oncomplete = resolve;
      });
    }, NAMES.en);
    await phone.kill();
    must(readable(phone.profile, NAMES.en).length > 0, 'a name that lies open was not found: the search finds nothing');
  } finally {
    await phone.remove();
  }
}

async function main() {
  const began = Date.now();
  const program = new Program();
  try {
    await program.setUp('sqlite');
    await program.serve(join(program.folder, 'server.log'));
    const office = await new Office(program.base).signIn('rina');
    const due = await cardsOf(office);
    must(due.length >= 2, 'the demonstration has no two cards that are due');
    const blank = await blankCards(program, office);
    must(blank.length === 10, 'the blank cards were not printed');
    await gradeOnce(office, 2);
    await control(program.base);
    await day(program, 'en', office, { blank: blank[0] ?? '', bare: blank[2] ?? '', due: due[0] ?? '' });
    await day(program, 'bn', office, { blank: blank[1] ?? '', bare: blank[3] ?? '', due: due[1] ?? '' });
    await countTaps(program, 'en', 9);
    await countTaps(program, 'bn', 10);
    await tellsOfEmptiedStore(program, office, 'en');
    await tellsOfEmptiedStore(program, office, 'bn');
    const verified = await program.command('verify');
    must(/All checks (of received entries )?passed/.test(verified), `tripol verify: ${verified}`);
    process.stdout.write(
      `A phone without a network, English and Bengali: passed in ${(Date.now() - began) / 1000} s\n`,
    );
  } finally {
    await program.remove();
  }
}

await main();
