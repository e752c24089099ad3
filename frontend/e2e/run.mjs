// The whole job, played in a real browser through the three faces, on the engine that TRIPOL_E2E_ENGINE names.
//
//   npm run e2e                                  on SQLite, with ../bin/tripol
//   TRIPOL_E2E_ENGINE=postgres npm run e2e       on the server of TRIPOL_TEST_DATABASE_URL
//
// TRIPOL_BIN is another program to try, TRIPOL_CHROMIUM another browser, TRIPOL_SHOTS a folder for pictures. Nothing but the
// set-up uses the command line, until the release is published and the record verified: every other step is a click.
// When a step fails, its name is printed and what every window showed is in e2e/results.

import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openBrowser, People } from './people.mjs';
import { Program } from './program.mjs';
import { cardBeforeCamera, printCards } from './steps/cards.mjs';
import * as distribution from './steps/distribution.mjs';
import * as donor from './steps/donor.mjs';
import * as family from './steps/family.mjs';
import * as find from './steps/find.mjs';
import * as firstrun from './steps/firstrun.mjs';
import * as goods from './steps/goods.mjs';
import * as handout from './steps/handout.mjs';
import * as homes from './steps/homes.mjs';
import * as lists from './steps/import.mjs';
import { takeFamiliesOut } from './steps/lists.mjs';
import * as lost from './steps/lost.mjs';
import * as newpeople from './steps/newpeople.mjs';
import * as rights from './steps/rights.mjs';

/**
 * What the steps hand on to each other.
 * @typedef {object} Job
 * @property {Program} program
 * @property {People} people
 * @property {string} folder for files of this run
 * @property {string} feed what the cameras see
 * @property {string} sheet the printed cards
 * @property {string} card the number printed on the card that the cameras see
 * @property {{ pledged: number, paid: number }} money of the campaign, in rupees
 * @property {string} invitation the address printed on one of the invitations
 * @property {(page: Page, name: string, everywhere?: boolean) => Promise<void>} shot everywhere: on a desk and a phone
 */

/** @typedef {import('playwright-core').Page} Page */

const RESULTS = fileURLToPath(new URL('results/', import.meta.url));
const LONGEST_MS = 12 * 60_000;
const engine = process.env['TRIPOL_E2E_ENGINE'] ?? 'sqlite';
const shots = process.env['TRIPOL_SHOTS'] ?? '';

/** @type {[string, (job: Job) => Promise<void>][]} */
const STEPS = [
  ['the office prints ten blank cards', printCards],
  ['a printed card is laid before the camera', cardBeforeCamera],
  ['an outreach worker registers a family', family.register],
  ['the same family under another spelling is recognised', family.registerAgain],
  ['the house is graded, with a photo', family.gradeDamage],
  ['the family gets a card by the camera', family.giveCard],
  ['a second person verifies the grade', family.verify],
  ['the list of families leaves as a file', takeFamiliesOut],
  ['a storekeeper receives 300 and 300', goods.receive],
  ['part of it leaves for Canning with a waybill', goods.dispatch],
  ['the partner accepts it, two short', goods.accept],
  ['the office sees the shortfall', goods.shortfallIsSeen],
  ['a coordinator plans a distribution under shortage', distribution.plan],
  ['who planned cannot approve', distribution.ownPlan],
  ['another person approves with six dice', distribution.approve],
  ['the distribution opens', distribution.open],
  ['a distributor scans the card and gives', handout.give],
  ['the same card is refused, with when and where', handout.sameCardAgain],
  ['a code that cannot be read is called so', handout.unreadableCode],
  ['one is served and the stock closes', distribution.account],
  ['the distribution is closed', distribution.close],
  ['a treasurer records a pledge and a payment', homes.pledgeAndPayment],
  ['twelve homes go from promised to handed over', homes.buildHomes],
  ['a release is published', donor.publish],
  ['a donor reads the new numbers', donor.visit],
  ['the page is whole without scripts', donor.visitWithoutScripts],
  ['a list of thirty people has two bad rows', newpeople.listWithBadRows],
  ['mended, it becomes thirty accounts', newpeople.thirtyAccounts],
  ['thirty invitations are printed', newpeople.printInvitations],
  ['the first of them comes with a phone', newpeople.newcomerComes],
  ['the same invitation is refused', newpeople.sameCodeAgain],
  ['a list of families is tried, and its errors named', lists.dryRun],
  ['mended, it is taken in', lists.mendedAndTakenIn],
  ['the same file again changes nothing', lists.sameFileAgain],
  ['what resembles a family is decided', lists.heldAreDecided],
  ['a family is found by a part of its name', find.byName],
  ['a family is found by phone and by place', find.byPhoneAndPlace],
  ['the list is walked by keys', find.byKeys],
  ['a family is corrected, and its history says so', rights.correct],
  ['a family says no to photos, and they go', rights.photosWithdrawn],
  ['a family says no to relief', rights.reliefWithdrawn],
  ['a protection officer erases it, asked twice', rights.erase],
  ['a lost phone is withdrawn', lost.withdraw],
  ['its sheet names nobody', lost.sheet],
  ['a protection officer opens its call list', lost.callList],
  ['an empty program begins in the browser', firstrun.begin],
  ['its first steps are done or skipped', firstrun.stepByStep],
  ['everything closes', donor.everythingCloses],
];

const say = (/** @type {string} */ text) => process.stdout.write(`${text}\n`);
const seconds = (/** @type {number} */ since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/**
 * Keeps what every window shows, for whoever has to find out.
 * @param {People} people
 * @param {string} step
 */
async function keepPictures(people, step) {
  for (const [name, page] of people.pages) {
    const path = `${RESULTS}${step} - ${name}.png`.replaceAll(' ', '_');
    const kept = await page.screenshot({ path, fullPage: true, timeout: 5_000 }).then(
      () => path,
      (error) => `no picture: ${error.message}`,
    );
    say(`  ${name} was on ${page.url()}: ${kept}`);
  }
}

/**
 * Plays the steps in order until one fails.
 * @param {Job} job
 */
async function play(job) {
  for (const [name, step] of STEPS) {
    const began = Date.now();
    try {
      await step(job);
      job.people.assertQuiet();
    } catch (error) {
      say(`FAILED: ${name} (${seconds(began)})\n${error instanceof Error ? error.stack : error}`);
      await keepPictures(job.people, name);
      return false;
    }
    say(`  ${name} (${seconds(began)})`);
  }
  return true;
}

/**
 * @param {Page} page
 * @param {string} name
 * @param {boolean} everywhere the whole page, on a desk and on a phone, in English and in Bengali
 */
async function takePictures(page, name, everywhere) {
  if (!everywhere) {
    await page.screenshot({ path: `${shots}/${name}.png` });
    return;
  }
  const size = page.viewportSize();
  for (const language of ['বাংলা', 'English']) {
    await page.getByRole('button', { name: language }).click();
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await page.screenshot({
        path: `${shots}/${name}-${language === 'English' ? 'en' : 'bn'}-${width}.png`,
        fullPage: true,
      });
    }
  }
  if (size !== null) await page.setViewportSize(size);
}

/** @param {Program} program */
async function playAll(program) {
  const feed = `${program.folder}/camera.mjpeg`;
  const browser = await openBrowser(feed);
  try {
    const people = new People(browser, program.base);
    const shot = async (/** @type {Page} */ page, /** @type {string} */ name, wide = false) => {
      if (shots !== '') await takePictures(page, name, wide);
    };
    const money = { pledged: 0, paid: 0 };
    return await play({
      program,
      people,
      folder: program.folder,
      feed,
      sheet: '',
      card: '',
      money,
      invitation: '',
      shot,
    });
  } finally {
    await browser.close();
  }
}

async function main() {
  const began = Date.now();
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });
  if (shots !== '') mkdirSync(shots, { recursive: true });
  const program = new Program();
  const stop = (/** @type {string} */ why) => {
    say(`FAILED: ${why}\n0 passed, 1 failed`);
    void program.remove().finally(() => process.exit(1));
  };
  process.once('unhandledRejection', (error) => stop(error instanceof Error ? (error.stack ?? '') : String(error)));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => stop(`stopped by ${signal}`));
  setTimeout(() => stop(`not done after ${LONGEST_MS / 60_000} minutes`), LONGEST_MS).unref();
  let passed = false;
  try {
    await program.setUp(engine);
    await program.serve(`${RESULTS}serve.log`);
    say(`The job on ${engine}: the demonstration stands (${seconds(began)})`);
    passed = await playAll(program);
  } catch (error) {
    say(`FAILED: ${error instanceof Error ? error.stack : error}`);
  } finally {
    await program.remove();
  }
  say(`${passed ? '1 passed, 0 failed' : '0 passed, 1 failed'} in ${seconds(began)}`);
  process.exitCode = passed ? 0 : 1;
}

await main();
