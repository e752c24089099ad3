// Five days in three villages without a network: families are registered, refuse, are interrupted, corrected and graded by a
// second person; a card is given to a family without a name; one phone is lost; and twice a connection is there and dead.

import { join } from 'node:path';
import { must, read } from '../checks.mjs';
import { designation, EATING, refusesDetails } from '../offline/anonymous.mjs';
import { same } from '../offline/phone.mjs';
import { beginRegistration, gradeAndBind } from '../offline/steps.mjs';
import { about } from '../words.mjs';
import { Worker } from './worker.mjs';

/** @typedef {import('../offline/phone.mjs').Language} Language */
/** @typedef {import('../offline/phone.mjs').Office} Office */
/** @typedef {import('../program.mjs').Program} Program */
/** @typedef {import('./audit.mjs').Recorded} Recorded */

const DAYS = 5;
const VILLAGES = ['patlik', 'dulduli', 'sahebkhali']; // as one types them

const GIVEN = {
  en: ['Jhumpa', 'Budhni', 'Phulmani', 'Sombari', 'Etwari', 'Chumki', 'Tuktuki', 'Ratna'],
  bn: ['ঝুম্পা', 'বুধনি', 'ফুলমণি', 'সোমবারি', 'এতোয়ারি', 'চুমকি', 'টুকটুকি', 'রত্না'],
};
const SURNAMES = {
  en: ['Lohar', 'Bhumij', 'Kisku', 'Mahali', 'Baskey'],
  bn: ['লোহার', 'ভূমিজ', 'কিস্কু', 'মাহালি', 'বাস্কে'],
};

/**
 * The names of so many families, of whom no two sound alike.
 * @param {Language} language @param {number} families
 */
function namesOf(language, families) {
  const all = SURNAMES[language].flatMap((surname) => GIVEN[language].map((given) => `${given} ${surname}`));
  must(families <= all.length, `there are names for ${all.length} families`);
  return all.slice(0, families);
}

const amended = (/** @type {string} */ name) => `${name} Hansda`;

/** What the week is played with. */
export class Week {
  /** @type {Recorded[]} */
  recorded = [];
  /** Families whose first name on the phone was wrong: it must not arrive. @type {string[]} */
  wrong = [];

  /**
   * @param {Program} program @param {Office} office @param {Language} language
   * @param {{ photo: string, cards: string[], families: number, desk: import('playwright-core').Page }} given
   */
  constructor(program, office, language, given) {
    this.program = program;
    this.office = office;
    this.language = language;
    this.photo = given.photo;
    this.desk = given.desk; // the office's page of a coordinator
    this.cards = [...given.cards];
    this.names = namesOf(language, given.families);
    this.first = this.another('sabita');
    this.second = this.another('tapan');
  }

  /** @param {number} day */
  village(day) {
    return VILLAGES[day % VILLAGES.length] ?? '';
  }

  /** @param {string} name */
  family(name) {
    const found = this.recorded.find((one) => one.name === name);
    if (found === undefined) throw new Error(`${name} was not registered`);
    return found;
  }

  /** @param {string} name */
  add(name) {
    const family = { name, size: 1, grade: null, card: '', verified: false };
    this.recorded.push(family);
    return /** @type {Recorded} */ (family);
  }

  card() {
    const card = this.cards.shift();
    if (card === undefined) throw new Error('there is no blank card left');
    return card;
  }

  /** @param {string} login */
  another(login) {
    return new Worker(this.program.base, this.language, login, this.photo);
  }

  /** Brings an outbox file to the office, and returns how many of its entries are new. @param {string} file */
  async handIn(file) {
    await this.desk.goto(`${this.program.base}/office/#/devices`);
    await this.desk.reload();
    await this.desk.locator('input[type=file]').setInputFiles(file);
    const done = about('device.file_done');
    const [, taken = '0'] = done.exec(await read(this.desk.getByText(done))) ?? [];
    return Number(taken);
  }

  /** The office withdraws the phone of a worker. @param {string} login */
  async withdraw(login) {
    const { rows } = await this.office.get('/api/v1/devices');
    const lost = rows
      .filter(
        (/** @type {{ login: string, withdrawn_at: string | null }} */ one) =>
          one.login === login && one.withdrawn_at === null,
      )
      .sort((/** @type {{ enrolled_at: string }} */ a, /** @type {{ enrolled_at: string }} */ b) =>
        a.enrolled_at.localeCompare(b.enrolled_at),
      )
      .at(-1);
    await this.office.enter('device.withdraw', { credential: lost.credential, reason: 'lost' });
  }

  /** The names of one day, in parts of nearly one size. @param {number} day */
  of(day) {
    const each = Math.ceil(this.names.length / DAYS);
    return this.names.slice(day * each, (day + 1) * each);
  }
}

/** Registers families of a village; every second house is graded, and its family gets a card. @param {Week} week @param {Worker} worker @param {string} village @param {readonly string[]} names */
async function registerAll(week, worker, village, names) {
  for (const [n, name] of names.entries()) {
    await worker.registers(village, name);
    const family = week.add(name);
    if (n % 2 === 1) continue;
    family.card = week.card();
    family.grade = 3;
    await gradeAndBind(worker.phone, worker.page, family.card);
  }
}

/** A family refuses its details: it gets a card without a name. @param {Week} week @param {Worker} worker */
async function refuses(week, worker) {
  const card = week.card();
  await refusesDetails(worker.phone, worker.page, card);
  week.recorded.push({ name: designation('en', card), size: EATING, grade: 3, card, verified: false });
}

/** The battery dies in the middle of a registration; it is continued from the list of drafts. @param {Week} week @param {Worker} worker @param {string} name */
async function interrupted(week, worker, name) {
  await beginRegistration(worker.phone, worker.page, name, week.village(0));
  await worker.dies();
  await worker.open('drafts');
  await worker.page.getByRole('listitem').filter({ hasText: name }).getByRole('link').click();
  await worker.finishes();
  week.add(name);
}

/** A registration is corrected before it is sent. @param {Week} week @param {Worker} worker @param {string} village @param {string} name */
async function correctsBeforeSending(week, worker, village, name) {
  const wrong = `${name} Xalxo`;
  await worker.registers(village, wrong);
  await worker.opensEntry(wrong);
  await worker.button('entry.correct').click();
  await worker.button('entry.correct_yes').click();
  await worker.page.getByRole('link', { name: `: ${worker.say('check.name')}` }).click();
  await worker.page.getByLabel(worker.say('register.name.label'), { exact: true }).fill(name);
  await worker.button('nav.next').click();
  await worker.button('register.save').click();
  await worker.registered();
  week.wrong.push(wrong);
  week.add(name);
}

/** A registration is taken back before it is sent. @param {Week} week @param {Worker} worker @param {string} village @param {string} name */
async function takesBack(week, worker, village, name) {
  const mistaken = `${name} Minz`;
  await worker.registers(village, mistaken);
  await worker.opensEntry(mistaken);
  await worker.button('outbox.take_back').click();
  await worker.button('outbox.take_back_yes').click();
  await worker.page.getByText(worker.say('entry.gone')).waitFor();
  week.wrong.push(mistaken);
}

/** The name of a family that was sent before is corrected by a new entry. @param {Week} week @param {Worker} worker @param {string} name */
async function amends(week, worker, name) {
  await worker.opens(name);
  await worker.page.getByRole('link', { name: worker.say('amend.title') }).click();
  await worker.page.getByRole('button', { name: `: ${worker.say('amend.group.name')}` }).click();
  await worker.page.getByLabel(worker.say('register.name.label'), { exact: true }).fill(amended(name));
  await worker.button('amend.take').click();
  await worker.button('amend.save').click();
  await worker.heading('amend.done').waitFor();
  week.family(name).name = amended(name);
}

/** A second person grades a house without seeing the first grade. @param {Week} week @param {Worker} worker @param {Recorded} family */
async function verifies(week, worker, family) {
  await worker.open('houses');
  await worker.page.locator('section[aria-labelledby="second"] a').filter({ hasText: family.name }).first().click();
  await worker.heading('verify.title').waitFor();
  await worker.page.getByRole('radio', { name: worker.say(`grade.${family.grade}`) }).check();
  await worker.button('verify.save').click();
  await worker.page.getByText(worker.say('outbox.saved_here'), { exact: true }).waitFor();
  week.family(family.name).verified = true;
}

/** Monday: the first village, one refusal, one interruption. @param {Week} week */
export async function monday(week) {
  const [broken = '', ...others] = week.of(0);
  await week.first.setOut();
  await registerAll(week, week.first, week.village(0), others);
  await refuses(week, week.first);
  await interrupted(week, week.first, broken);
  await week.first.sends();
}

/** Tuesday: two workers in two villages; the second one grades houses of Monday and corrects a name. @param {Week} week */
export async function tuesday(week) {
  const names = week.of(1);
  const half = Math.ceil(names.length / 2);
  const graded = week.recorded.filter((one) => one.grade !== null && week.names.includes(one.name));
  await week.first.phone.line(false);
  await week.second.setOut();
  await registerAll(week, week.first, week.village(1), names.slice(0, half));
  await registerAll(week, week.second, week.village(2), names.slice(half));
  for (const family of graded) await verifies(week, week.second, family);
  await amends(week, week.second, week.of(0)[0] ?? '');
  await week.second.sends();
  await week.first.sends();
}

/** Wednesday: mistakes, and a connection that is there and dead. @param {Week} week */
export async function wednesday(week) {
  const [corrected = '', slow = '', ...others] = week.of(2);
  await week.first.phone.line(false);
  await correctsBeforeSending(week, week.first, week.village(2), corrected);
  await takesBack(week, week.first, week.village(2), corrected);
  await registerAll(week, week.first, week.village(2), others);
  week.program.freeze();
  try {
    await week.first.phone.line(true);
    await week.first.promptly('a registration', () => week.first.registers(week.village(2), slow));
    week.add(slow);
  } finally {
    week.program.thaw();
  }
  await week.first.sends();
}

/** Thursday: the first phone is lost after its outbox was handed over as a file. Its worker goes on with another one. @param {Week} week */
export async function thursday(week) {
  const names = week.of(3);
  const half = Math.ceil(names.length / 2);
  await week.first.phone.line(false);
  await registerAll(week, week.first, week.village(0), names.slice(0, half));
  const file = join(week.program.folder, `outbox-${week.language}`);
  await week.first.exports(file);
  await week.first.phone.remove();
  const brought = await week.handIn(file);
  must(brought > 0, 'the file brought nothing new');
  same(await week.handIn(file), 0, 'new entries of the file when it is brought again');
  await week.withdraw(week.first.login);
  week.first = week.another(week.first.login);
  await week.first.setOut();
  await registerAll(week, week.first, week.village(0), names.slice(half));
  await week.first.sends();
}

/** Friday: answers of the office are lost on the way, so that the phone sends again what arrived. @param {Week} week */
export async function friday(week) {
  await week.first.phone.line(false);
  await registerAll(week, week.first, week.village(1), week.of(4));
  await week.first.losesAnswers();
  await week.first.sends();
  same(await week.first.unsent(), 0, 'entries that were not sent at the end of the week');
}
