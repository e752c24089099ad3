// A connection that is there but dead: the server is frozen, so that nothing is refused and nothing answers, as with Wi-Fi
// without internet. Every button must go on within 2.5 s, what the phone can answer itself must be there at once, and when the
// server runs again everything has arrived once. The server is frozen anew for each part, since a phone that has met the dead
// connection does not wait for it again.
//
//   node e2e/offline/deadline.mjs

import { join } from 'node:path';
import { must } from '../checks.mjs';
import { Program } from '../program.mjs';
import { Office, Phone, same } from './phone.mjs';
import { answerOthers, beginRegistration, blankCards, cardsOf, enrol, sendAll } from './steps.mjs';

const BUTTON_MS = 2_500;
const LOCAL_MS = 300;
const SPARE = 2; // times: the machine does other things too, and a test's own steps take time
const NAME = 'Deadline Pramanik';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */

/** How long from a press until something is on the screen, in ms; the press is made by the test. @param {Locator} press @param {Locator} then */
async function took(press, then) {
  await press.waitFor();
  const began = performance.now();
  await press.click();
  await then.waitFor();
  return performance.now() - began;
}

/** @param {string} what @param {number} ms @param {number} limit */
function within(what, ms, limit) {
  process.stdout.write(`  ${what}: ${Math.round(ms)} ms\n`);
  must(ms <= limit, `${what} took ${Math.round(ms)} ms, more than ${limit}`);
}

/** What this machine takes to open a screen from the phone's own data, at least. */
let own = 0;

const local = (/** @type {string} */ what, /** @type {number} */ ms) => within(what, ms, LOCAL_MS * SPARE);
const button = (/** @type {string} */ what, /** @type {number} */ ms) => within(what, ms, BUTTON_MS + own);

/** The control: the same server, asked without a limit, gives no answer. @param {Page} page */
async function isDead(page) {
  const answered = await page.evaluate(async (ms) => {
    const silence = new Promise((resolve) => setTimeout(() => resolve(false), ms));
    return Promise.race([fetch('/healthz', { cache: 'no-store' }).then(() => true), silence]);
  }, BUTTON_MS);
  must(answered === false, 'the frozen server answered: nothing was measured');
}

/** Lets the phone find its connection again. @param {Program} program @param {Phone} phone @param {Page} page */
async function revive(program, phone, page) {
  program.thaw();
  await sendAll(phone, page);
}

/** Families: opened, searched, registered, given a card, verified. @param {Program} program @param {Office} office @param {string} blank */
async function visits(program, office, blank) {
  const phone = new Phone(program.base, 'en');
  try {
    const page = await phone.open(true);
    const say = (/** @type {string} */ key) => phone.say(key);
    const go = (/** @type {string} */ to) => page.goto(`${program.base}/field/#/${to}`);
    const named = (/** @type {string} */ key) => page.getByRole('button', { name: say(key) });
    const asking = page.getByText(say('office.asking'));
    await enrol(phone, page, 'rina');
    const [family] = (await office.get('/api/v1/households')).rows;
    const [assessment] = (await office.get('/api/v1/assessments')).rows;
    for (const screen of ['houses', `household/${family.id}`, `card/${family.id}`, `verify/${assessment.id}`]) {
      await go(screen); // its code is loaded
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
    }
    await go('');
    await page.getByRole('heading', { name: say('today.title') }).waitFor();

    program.freeze();
    await go('houses');
    await page.getByLabel(say('houses.find'), { exact: true }).fill(family.name);
    const row = page.getByRole('link', { name: family.name }).first();
    local('a family of this phone found', await took(named('houses.search'), row));
    await asking.waitFor();
    own = await took(row, page.getByRole('heading', { name: family.name }));
    local('its page', own);
    await isDead(page);
    await revive(program, phone, page);

    await beginRegistration(phone, page, NAME);
    await answerOthers(phone, page);
    program.freeze();
    const done = page.getByRole('heading', { name: say('register.done.title') });
    const doubt = named('similar.different');
    button('save of a family', await took(named('register.save'), done.or(doubt).first()));
    for (let asked = 0; asked < 8 && (await doubt.isVisible()); asked++)
      button('another family', await took(doubt, done.or(doubt).first()));
    await done.waitFor();
    await isDead(page);
    await revive(program, phone, page);

    await go(`card/${family.id}`);
    await page.getByText(family.name).first().waitFor();
    await page.getByLabel(say('scan.type'), { exact: true }).fill(blank);
    program.freeze();
    local('a card that is to be given', await took(named('scan.read'), named('card.give_this')));
    button('giving the card', await took(named('card.give_this'), page.getByText(say('card.done.title'))));
    await isDead(page);
    await revive(program, phone, page);

    const answer = page.getByText(say('fault.no_line')).or(page.getByRole('radio').first());
    program.freeze();
    const began = performance.now();
    await go(`verify/${assessment.id}`);
    await answer.first().waitFor();
    button('a grade that is to be verified', performance.now() - began);
    await isDead(page);
    await revive(program, phone, page);
  } finally {
    program.thaw();
    await phone.remove();
  }
}

/** A queue: a card that is not on the list, then handovers. @param {Program} program @param {string} site @param {string} stranger @param {string[]} due */
async function handOuts(program, site, stranger, due) {
  const phone = new Phone(program.base, 'en');
  try {
    const page = await phone.open(true);
    const say = (/** @type {string} */ key) => phone.say(key);
    const named = (/** @type {string} */ key) => page.getByRole('button', { name: say(key), exact: true });
    const type = (/** @type {string} */ code) => page.getByLabel(say('scan.type'), { exact: true }).fill(code);
    const verdict = (/** @type {string} */ is) => page.getByRole('heading', { name: say(`verdict.${is}.word`) });
    await enrol(phone, page, 'mina');
    await page.goto(`${program.base}/field/#/handout/${site}`);

    await type(stranger);
    program.freeze();
    local('a card that is not on the list', await took(named('scan.read'), verdict('not_on_list')));
    await page.getByText(say('office.asking')).waitFor();
    button('its handover off the list', await took(named('off.open'), page.getByText(say('off.why'))));
    await isDead(page);
    await revive(program, phone, page);

    await page.goto(`${program.base}/field/#/handout/${site}`);
    await type(due[0] ?? '');
    program.freeze();
    local('a card of the list', await took(named('scan.read'), verdict('give')));
    await named('verdict.give.word').click();
    button('the handover', await took(named('handout.done'), page.locator('.given')));
    await type(due[1] ?? '');
    local('the next card', await took(named('scan.read'), verdict('give')));
    await named('verdict.give.word').click();
    local('its handover', await took(named('handout.done'), page.locator('.given')));
    button('its undo', await took(named('handout.undo'), page.getByText(say('handout.undone'))));
    await isDead(page);
    await revive(program, phone, page);
  } finally {
    program.thaw();
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
    const [open] = (await office.get('/api/v1/distributions?state=open')).rows;
    const due = await cardsOf(office);
    const [blank = '', stranger = ''] = await blankCards(program, office);
    await visits(program, office, blank);
    await handOuts(program, open.id, stranger, due);
    const now = await office.get(`/api/v1/distributions/${open.id}`);
    same(now.served - open.served, 1, 'families served, without the one that was undone');
    const named = (await office.everyFamily()).filter(({ name }) => name === NAME);
    same(named.length, 1, 'families that were registered once');
    must(/All checks passed/.test(await program.command('verify')), 'tripol verify found violations');
    process.stdout.write(`A connection that is there but dead: passed in ${(Date.now() - began) / 1000} s\n`);
  } finally {
    await program.remove();
  }
}

await main();
