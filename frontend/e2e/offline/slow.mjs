// A slow phone with a long list: five thousand families, and one card after the other. Without arguments it serves a queue and
// sees that nothing is lost, that the page keeps no more and more and is never loaded anew, that the torch works, and that its
// own checks find a planted leak. With --measure it also slows the processor and prints one line of JSON with every time.
//
//   node e2e/offline/slow.mjs [--measure]      TRIPOL_CARDS: how many; TRIPOL_FAMILIES: on the list; TRIPOL_SLOW: 6

import { join } from 'node:path';
import { must, same } from '../checks.mjs';
import { PIN } from '../people.mjs';
import { Program } from '../program.mjs';
import { installed } from '../serviceworker.mjs';
import { Office, Phone } from './phone.mjs';
import { equip, held, leaks, pressed, scan, squares, tools, working } from './queue.mjs';
import { enrol, sendAll } from './steps.mjs';

const MEASURE = process.argv.includes('--measure');
const CARDS = Number(process.env['TRIPOL_CARDS'] ?? 30);
const FAMILIES = Number(process.env['TRIPOL_FAMILIES'] ?? (MEASURE ? 5000 : 200));
const SLOW = MEASURE ? Number(process.env['TRIPOL_SLOW'] ?? 6) : 1;
const WARM = 5; // cards before the first look: what is loaded once is then loaded
const PLANTED = 5;
const STARTS = 5;
const SEARCHES = 20;
const RECEIPTS = 1000;
const TYPING_MS = 120; // between key presses

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {{ name: string, size: number, token: string, code: string }} Family */
/** @typedef {{ distribution: string, families: Family[], logins: string[], password: string }} World */
/** @typedef {Record<string, number[]>} Times */

/** Slows the processor of a page for as long as it is open. @param {Page} page @param {number} times */
async function slowDown(page, times) {
  await (await tools(page)).send('Emulation.setCPUThrottlingRate', { rate: times });
}

/** One family of the queue, from the card to the screen for the next. @param {Phone} phone @param {Page} page @param {string} token @param {Times} times */
async function serve(phone, page, token, times) {
  const took = await scan(page, token);
  times['scan']?.push(took);
  await page.getByRole('heading', { name: phone.say('verdict.give.word') }).waitFor();
  await page.getByRole('button', { name: phone.say('verdict.give.word'), exact: true }).click();
  const done = await pressed(page, 'main button.big', '.given');
  times['save']?.push(done);
  await page.getByText(phone.say('outbox.saved_here'), { exact: true }).waitFor();
  await page.getByRole('button', { name: phone.say('handout.next') }).click();
  await page.locator('.camera.on').waitFor();
}

/** The torch of a phone that has one. @param {Phone} phone @param {Page} page */
async function torch(phone, page) {
  const lit = () => page.evaluate('window.trial.camera().torch');
  await page.getByRole('button', { name: phone.say('scan.torch_on') }).click();
  await page.getByRole('button', { name: phone.say('scan.torch_off') }).waitFor();
  same(await lit(), true, 'the torch after it was switched on');
  await page.getByRole('button', { name: phone.say('scan.torch_off') }).click();
  await page.getByRole('button', { name: phone.say('scan.torch_on') }).waitFor();
  same(await lit(), false, 'the torch after it was switched off');
}

/** Codes that are no card of ours are named, and nothing of them is kept. @param {Phone} phone @param {Page} page */
async function strangeCodes(phone, page) {
  const texts = {
    payment: 'upi://pay?pa=shop@okaxis&pn=Shop',
    aadhaar: '<QPDB n="x" u="xxxxxxxx1234"/>',
    link: 'https://example.com/menu',
  };
  for (const [is, text] of Object.entries(texts)) {
    await page.evaluate(
      (card) => {
        const { trial } = /** @type {{ trial: import('./queue.mjs').Trial }} */ (/** @type {unknown} */ (window));
        trial.hold(card);
      },
      await squares(text),
    );
    await page.getByText(phone.say(`scan.foreign.${is}`)).waitFor();
  }
  await page.evaluate('window.trial.clear()');
  await page.getByText(phone.say('outbox.unsent', { n: 0 })).waitFor(); // nothing was saved
  await page.locator('.camera.on').waitFor();
}

/** The checks of a leak and of a reload see what is planted. @param {Phone} phone @param {Page} page @param {Family[]} families @param {Times} times */
async function control(phone, page, families, times) {
  const before = await held(page);
  for (const family of families) {
    await serve(phone, page, family.token, times);
    await page.evaluate(() => {
      const { trial } = /** @type {{ trial: import('./queue.mjs').Trial }} */ (/** @type {unknown} */ (window));
      trial.planted.push(
        Array.from({ length: 50 }, () => {
          const kept = document.createElement('p');
          kept.addEventListener('click', () => kept.remove());
          return kept;
        }),
        new Array(50_000).fill(0.5),
      );
    });
  }
  const found = await lost(page, before, families.length); // by the same repeated look as the trial's own
  const all = /bytes stay/.test(found) && /nodes stay/.test(found) && /listeners stay/.test(found);
  must(all, `a planted leak was not found: ${found}`);
  const anew = leaks(before, { ...before, mark: 'another' }, 1).join('; ');
  must(/loaded anew/.test(anew), 'a page that was loaded anew was not found');
}

/** What is done with the open list: it is looked through for families without their cards. @param {Phone} phone @param {Page} page @param {Family[]} families @param {Times} times */
async function search(phone, page, families, times) {
  await page.getByRole('button', { name: phone.say('find.open') }).click();
  await page.getByRole('radio', { name: phone.say('find.by.name') }).check();
  const name = page.getByLabel(phone.say('find.name'), { exact: true });
  for (const family of families) {
    await name.fill('');
    await name.pressSequentially(family.name, { delay: MEASURE ? TYPING_MS : 0 });
    await page.getByLabel(phone.say('find.size'), { exact: true }).fill(String(family.size));
    const took = await pressed(page, 'form button[type=submit]', '.found, [role=status] p');
    times['search']?.push(took);
    const answers = await page.locator('.found').count();
    must(answers > 0 && answers <= 8, `${answers} families answer to a name and a size`);
  }
  times['key']?.push(...(await page.evaluate('window.trial.keys')));
}

/** Starts the app without a line, as after a night, and opens the list. @param {Phone} phone @param {Times} times */
async function startAndOpen(phone, times, form = '') {
  await phone.close();
  const page = await phone.open(false, async (fresh) => {
    await equip(fresh);
    await slowDown(fresh, SLOW);
  });
  const started = await page.evaluate('window.trial.started');
  times['start']?.push(started);
  await page.locator('#pin').fill(PIN);
  const unlocked = await pressed(page, 'form button[type=submit]', 'a[href*="#/handout"]');
  await pressed(page, 'a[href*="#/handout"]', 'a[href*="#/handout/"]');
  const shown = await pressed(page, 'a[href*="#/handout/"]', '.camera');
  times['unlock']?.push(unlocked);
  times[`open${form}`]?.push(unlocked + shown);
  return page;
}

/**
 * Gives the phone a month of receipts, copies of what it has, as sent; `many` of 0 takes them away again. The office never
 * received them: before a connection they must be gone, or it lists their numbers as missing and the phone offers them.
 * @param {Page} page @param {number} many
 */
function receipts(page, many) {
  return page.evaluate(async (wanted) => {
    const done = (/** @type {IDBRequest} */ request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = /** @type {IDBDatabase} */ (await done(indexedDB.open('tripol-phone')));
    const tx = db.transaction(['entry', 'worker'], 'readwrite');
    const [entries, workers] = [tx.objectStore('entry'), tx.objectStore('worker')];
    const [worker] = await done(workers.getAll());
    const all = await done(entries.getAll());
    const own = all.filter((/** @type {{ id: string }} */ row) => !row.id.startsWith('copy '));
    worker.nextSeq -= all.length - own.length;
    entries.delete(IDBKeyRange.bound('copy ', 'copy :')); // ":" follows "9"
    for (let n = 0; n < wanted; n++) {
      const seq = worker.nextSeq++;
      entries.put({ ...own[n % own.length], id: `copy ${n}`, seq, state: 'sent' });
    }
    workers.put(worker);
    await new Promise((resolve) => {
      tx.oncomplete = resolve;
    });
    db.close();
  }, many);
}

/** How many times longer the same work takes when the page is slowed down. @param {Page} page */
async function slowed(page) {
  const slow = await working(page);
  await slowDown(page, 1);
  return [slow / (await working(page))];
}

/**
 * What a page loses for good. What the browser is about to let go of is not lost, so the page is looked at again, up to ten
 * times, while something seems to be; a leak is there each time.
 * @param {Page} page @param {import('./queue.mjs').Held} before @param {number} cards
 */
async function lost(page, before, cards) {
  let found = leaks(before, await held(page), cards);
  for (let look = 1; look < 10 && found.length > 0; look++) {
    await page.evaluate(() => new Promise((idle) => requestIdleCallback(() => setTimeout(idle, 300))));
    found = leaks(before, await held(page), cards);
  }
  return found.join('; ');
}

/** @param {Program} program @param {World} world @param {Times} times */
async function trial(program, world, times) {
  const phone = new Phone(program.base, 'en');
  const queue = [...world.families];
  const next = (/** @type {number} */ many) => queue.splice(0, many);
  try {
    const first = await phone.open(true, equip);
    await enrol(phone, first, world.logins[0] ?? '', world.password);
    await installed(first);
    await phone.line(false);
    let page = first;
    for (let n = 0; n < (MEASURE ? STARTS : 1); n++) page = await startAndOpen(phone, times);
    await page.getByRole('button', { name: phone.say('scan.start') }).click();
    await page.locator('.camera.on').waitFor();
    await torch(phone, page);
    await strangeCodes(phone, page);
    for (const family of next(WARM)) await serve(phone, page, family.token, {});
    const before = await held(page);
    for (const family of next(CARDS)) await serve(phone, page, family.token, times);
    same(await lost(page, before, CARDS), '', `what is lost in ${CARDS} cards`);
    await control(phone, page, next(PLANTED), {});
    const given = WARM + CARDS + PLANTED;
    await page.getByText(phone.say('handout.given_now', { n: given }), { exact: false }).waitFor();
    await search(phone, page, next(MEASURE ? SEARCHES : 3), times);
    if (MEASURE) await receipts(page, RECEIPTS);
    for (let n = 0; n < (MEASURE ? STARTS : 0); n++) page = await startAndOpen(phone, times, 'Full');
    if (MEASURE) times['slowed']?.push(...(await slowed(page)));
    await slowDown(page, 1);
    if (MEASURE) await receipts(page, 0);
    await phone.line(true);
    await sendAll(phone, page);
    return given;
  } finally {
    await phone.remove();
  }
}

/** What the office counts as handed over. @param {Program} program @param {World} world */
async function servedAt(program, world) {
  const office = await new Office(program.base).signIn('sim-office', world.password);
  return (await office.get(`/api/v1/distributions/${world.distribution}`)).served;
}

async function main() {
  const began = Date.now();
  const program = new Program();
  /** @type {Times} */
  const times = { start: [], unlock: [], open: [], openFull: [], scan: [], save: [], key: [], search: [], slowed: [] };
  try {
    /** @type {World} */
    const world = await program.setUpWorld('sqlite', FAMILIES);
    await program.serve(join(program.folder, 'server.log'));
    const given = await trial(program, world, times);
    same(await servedAt(program, world), given, 'families served, as the office counts them');
    must(/All checks passed/.test(await program.command('verify')), 'tripol verify found violations');
    const said = `${given} cards in a row before one phone: passed in ${(Date.now() - began) / 1000} s\n`;
    process.stdout.write(MEASURE ? `${JSON.stringify({ slow: SLOW, families: FAMILIES, times })}\n` : said);
  } finally {
    await program.remove();
  }
}

await main();
