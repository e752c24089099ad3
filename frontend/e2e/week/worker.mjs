// An outreach worker with a phone, during one week without a network.

import { must, read } from '../checks.mjs';
import { Phone } from '../offline/phone.mjs';
import {
  answerOthers,
  beginRegistration,
  choose,
  enrol,
  othersUntil,
  saveRegistration,
  sendAll,
  unlock,
} from '../offline/steps.mjs';
import { installed } from '../serviceworker.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../offline/phone.mjs').Language} Language */

const ANSWER_MS = 4_000; // a phone that waits for a dead connection waits two seconds; a loaded machine doubles it

export class Worker {
  /** @type {Page | null} */
  #page = null;

  /** @param {string} base @param {Language} language @param {string} login @param {string} photo path of a picture of a house */
  constructor(base, language, login, photo) {
    this.phone = new Phone(base, language);
    this.language = language;
    this.login = login;
    this.photo = photo;
  }

  get page() {
    if (this.#page === null) throw new Error(`the phone of ${this.login} is off`);
    return this.#page;
  }

  /** @param {string} key @param {Record<string, string | number>} [values] */
  say(key, values = {}) {
    return this.phone.say(key, values);
  }

  /** @param {string} key @param {Record<string, string | number>} [values] */
  button(key, values = {}) {
    return this.page.getByRole('button', { name: this.say(key, values), exact: true });
  }

  /** @param {string} key */
  heading(key) {
    return this.page.getByRole('heading', { level: 1, name: this.say(key), exact: true });
  }

  /** Enrols the phone, and goes out of the network's reach. */
  async setOut() {
    this.#page = await this.phone.open(true);
    await choose(this.page, this.language);
    await enrol(this.phone, this.page, this.login);
    await installed(this.page);
    await this.phone.line(false);
  }

  /** The battery is dead; the phone is charged, and opened again without a network. */
  async dies() {
    await this.phone.kill();
    this.#page = await this.phone.open(false);
    await unlock(this.phone, this.page);
  }

  /** In the evening there is a network. */
  async sends() {
    await this.phone.line(true);
    await sendAll(this.phone, this.page);
  }

  /** @param {string} address */
  async open(address) {
    await this.page.goto(`${this.phone.base}/field/#/${address}`);
  }

  /** @param {string} village @param {string} name */
  async registers(village, name) {
    await beginRegistration(this.phone, this.page, name, village);
    await this.finishes();
  }

  /** The questions after the name. */
  async finishes() {
    await answerOthers(this.phone, this.page);
    await saveRegistration(this.phone, this.page);
  }

  /** The page of a family that this phone holds, found by its name without a network. @param {string} name */
  async opens(name) {
    await this.open('');
    await this.page.getByRole('link', { name: this.say('today.houses') }).click();
    await this.page.getByLabel(this.say('houses.find'), { exact: true }).fill(name);
    await this.page.getByRole('link', { name }).first().click();
    await this.page.getByRole('heading', { level: 1, name }).waitFor();
  }

  /** Does something, and fails when it takes as long as a connection that does not answer. @param {string} what @param {() => Promise<void>} work */
  async promptly(what, work) {
    const began = performance.now();
    await work();
    const took = performance.now() - began;
    must(took < ANSWER_MS, `${what} took ${Math.round(took)} ms on a dead connection`);
  }

  /** The registration of a family, opened from its page. @param {string} name */
  async opensEntry(name) {
    await this.opens(name);
    await this.page.locator('section a').last().click();
    await this.page.getByRole('heading', { name: this.say('kind.household.register'), exact: true }).waitFor();
  }

  /** Waits until a registration is saved; families that sound alike are others. */
  async registered() {
    await othersUntil(this.phone, this.page, 'register.done.title');
  }

  /** Saves the outbox as a file. @param {string} path */
  async exports(path) {
    await this.open('outbox');
    const [file] = await Promise.all([this.page.waitForEvent('download'), this.button('outbox.export').click()]);
    await file.saveAs(path);
  }

  /** The next answer to a push is lost on its way: the office has the entries, and the phone does not know. */
  async losesAnswers() {
    let lost = 0;
    await this.page.route(
      '**/api/v1/sync',
      async (route) => {
        await route.fetch();
        lost++;
        await route.abort();
      },
      { times: 1 },
    );
    await this.phone.line(true);
    await this.open('outbox');
    await this.button('outbox.send_now').click();
    for (let tries = 0; lost === 0 && tries < 100; tries++) await this.page.waitForTimeout(100);
    must(lost === 1, 'no answer was lost');
  }

  /** How many entries wait, in figures of any script. */
  async unsent() {
    await this.open('outbox');
    const figures = await read(this.page.locator('main .count'));
    return Number(figures.replace(/[০-৯]/g, (digit) => String(digit.charCodeAt(0) - 0x09e6)));
  }
}
