// Every screen of the phone app, with the states that a worker meets on it.

import { must } from '../checks.mjs';
import { choosePin, PASSWORD, PIN } from '../people.mjs';
import { t } from '../words.mjs';
import { lookAtHelp } from './help.mjs';
import { complete, phoneScreens } from './tables.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./look.mjs').Eye} Eye */

export class Field {
  #eye;
  #base;
  /** @type {Set<string>} */
  #screens = new Set();
  /** @type {Set<string>} */
  #steps = new Set();

  /** @param {Eye} eye @param {string} base */
  constructor(eye, base) {
    this.#eye = eye;
    this.#base = base;
  }

  /** Looks at a page in a state of its screen. @param {Page} page @param {string} state */
  async look(page, state = '') {
    const [screen = '', subject = ''] = new URL(page.url()).hash.replace(/^#\/?|\?.*$/g, '').split('/');
    this.#screens.add(screen);
    if (screen === 'register') this.#steps.add(subject || 'consent');
    const heading = await page.getByRole('heading', { level: 1 }).first().textContent();
    must(heading !== t('screen.missing'), `#/${screen} of the phone is missing`);
    await this.#eye.look(page, `field ${screen || 'today'} ${screen === 'register' ? subject : ''} ${state}`.trim());
  }

  /** Opens the help of the screen. @param {Page} page @param {string} name */
  async help(page, name) {
    await lookAtHelp(this.#eye, page, `field ${name} help`);
  }

  /** Opens a screen. @param {Page} page @param {string} address */
  async go(page, address) {
    await page.goto(`${this.#base}/field/#/${address}`);
    await this.#eye.settled(page);
  }

  /** Sets a new phone up for a worker, and gives its page. @param {string} login */
  async enrol(login) {
    const page = await this.#eye.window(this.#base);
    await page.goto(`${this.#base}/field/`);
    await page.getByLabel(t('session.login'), { exact: true }).fill(login);
    await page.getByLabel(t('session.password'), { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: t('session.sign_in') }).click();
    await choosePin(page);
    return page;
  }

  /** A new phone, its invitation, the choice of a PIN, the lock and a wrong PIN. @param {string} login */
  async setUp(login) {
    const page = await this.#eye.window(this.#base);
    await page.goto(`${this.#base}/field/#/invitation`);
    await this.look(page);
    await this.go(page, 'enrol');
    await page.getByRole('button', { name: t('session.sign_in') }).click();
    await this.look(page, 'empty');
    await page.getByLabel(t('session.login'), { exact: true }).fill(login);
    await page.getByLabel(t('session.password'), { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: t('session.sign_in') }).click();
    await page.getByLabel(t('pin.choose'), { exact: true }).waitFor();
    await this.look(page, 'pin');
    await choosePin(page);
    await page.getByRole('button', { name: t('lock.now') }).click();
    await page.getByLabel(t('pin.label'), { exact: true }).fill('000000');
    await page.getByRole('button', { name: t('pin.open'), exact: true }).click();
    await page.getByText(t('pin.wrong', { n: 9 })).waitFor();
    await this.look(page, 'lock');
    await page.getByLabel(t('pin.label'), { exact: true }).fill(PIN);
    await page.getByRole('button', { name: t('pin.open'), exact: true }).click();
    await page.getByRole('button', { name: t('lock.now') }).waitFor();
    await page.context().close();
  }

  /** A new phone of somebody whose work is in the office. @param {string} login */
  async elsewhere(login) {
    const page = await this.#eye.window(this.#base);
    await page.goto(`${this.#base}/field/`);
    await page.getByLabel(t('session.login'), { exact: true }).fill(login);
    await page.getByLabel(t('session.password'), { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: t('session.sign_in') }).click();
    await page.getByRole('heading', { name: t('office_work.title') }).waitFor();
    await this.#eye.look(page, 'field enrol, work in the office');
    await page.context().close();
  }

  /** @param {Page} page */
  async today(page) {
    await this.go(page, '');
    await this.look(page);
    await lookAtHelp(this.#eye, page, 'field help');
    await this.go(page, 'voice');
    await this.look(page);
    await this.go(page, 'nothing');
    await this.#eye.look(page, 'field missing');
  }

  /** An unfinished registration: in the list, asked about before it is discarded, and none left. @param {Page} page */
  async drafts(page) {
    await this.go(page, 'register');
    await page.getByRole('button', { name: t('answer.yes') }).click();
    await page.getByRole('heading', { name: t('register.place.title') }).waitFor();
    await this.go(page, '');
    await this.look(page, 'with a draft');
    await this.go(page, 'drafts');
    await this.look(page);
    await page.getByRole('button', { name: t('drafts.discard') }).click();
    await this.look(page, 'asked');
    await page.getByRole('button', { name: t('drafts.discard_yes') }).click();
    await page.getByText(t('drafts.none')).waitFor();
    await this.look(page, 'none');
  }

  /** A registration of a family that resembles another, and what follows it. @param {Page} page @param {{ name: string, area_name: string }} alike */
  async register(page, alike) {
    const next = page.getByRole('button', { name: t('nav.next'), exact: true });
    await this.go(page, 'register/refused');
    await this.look(page);
    await this.go(page, 'register');
    await this.look(page);
    await page.getByRole('button', { name: t('answer.yes') }).click();
    await page.getByRole('button', { name: t('place.not_listed'), exact: true }).click();
    await page.getByLabel(t('place.written_name'), { exact: true }).waitFor();
    await next.click();
    await this.look(page, 'not listed, empty');
    await page.getByLabel(t('place.written_name'), { exact: true }).fill('নতুন পাড়া');
    await page.locator('#place-under').selectOption({ index: 1 });
    await this.look(page, 'not listed');
    await page.getByRole('button', { name: t('place.to_list'), exact: true }).click();
    await page.getByLabel(t('register.place.search'), { exact: true }).fill(alike.area_name);
    const found = page.getByRole('region', { name: t('place.found') });
    await found.getByRole('button', { name: alike.area_name }).first().waitFor();
    await this.look(page);
    await found.getByRole('button', { name: alike.area_name }).first().click();
    await page.getByRole('button', { name: t('register.leave_out'), exact: true }).waitFor(); // nothing need be said
    await this.look(page);
    await page.getByLabel(t('register.name.label'), { exact: true }).fill(alike.name);
    await next.click();
    const doubt = page.getByRole('button', { name: t('similar.different') });
    await doubt.waitFor(); // as soon as name and place are known
    await this.look(page, 'similar');
    await this.#others(page, t('register.phone.title'));
    await page.locator('[name="has-phone"]').first().click();
    await page.getByLabel(t('register.phone.number'), { exact: true }).fill('123');
    await next.click();
    await this.look(page);
    await page.locator('[name="has-phone"]').last().click();
    await page.getByRole('heading', { name: t('register.people.title') }).waitFor();
    await next.click();
    await this.look(page);
    await page.locator('#people-women').fill('2');
    await next.click();
    await page.getByRole('checkbox', { name: t('criteria.infant') }).check();
    await next.click();
    await this.look(page, 'asked about');
    await page.getByRole('button', { name: t('register.doubt.yes') }).click();
    await page.getByRole('heading', { name: t('register.house.title') }).waitFor();
    await this.look(page);
    await page.getByRole('radio', { name: t('house.kutcha') }).click();
    await page.getByRole('heading', { name: t('register.mark.title') }).waitFor();
    await this.look(page);
    await page.getByRole('radio', { name: t('mark.fish') }).click();
    await page.getByRole('heading', { name: t('register.check.title') }).waitFor();
    await this.look(page);
    await page.getByRole('button', { name: t('register.save') }).click();
    await this.#others(page, t('register.done.title'));
    await this.look(page, 'done');
    const link = page.getByRole('link', { name: t('household.grade') });
    return (await link.getAttribute('href'))?.split('/').at(-1) ?? '';
  }

  /** Answers that families that resemble it are others, until a heading is there. @param {Page} page @param {string} heading */
  async #others(page, heading) {
    const after = page.getByRole('heading', { name: heading });
    const doubt = page.getByRole('button', { name: t('similar.different') });
    for (let asked = 0; asked < 20; asked++) {
      await after.or(doubt).first().waitFor();
      if (await after.isVisible()) return;
      await doubt.click();
    }
  }

  /** Damage, card, verification, complaint and situation. @param {Page} page @param {{ family: string, assessment: string }} ids */
  async visits(page, { family, assessment }) {
    await this.go(page, 'houses');
    await page.getByLabel(t('houses.find'), { exact: true }).fill('a');
    await page.getByRole('button', { name: t('houses.search') }).click();
    await this.look(page);
    await this.go(page, `household/${family}`);
    await this.look(page);
    await page.locator('section a').last().click();
    await page.getByRole('heading', { name: t('kind.household.register'), exact: true }).waitFor();
    await this.look(page);
    await this.go(page, `damage/${family}`);
    await page.getByRole('button', { name: t('nav.next'), exact: true }).click();
    await this.look(page, 'empty');
    await page.getByRole('radio', { name: t('grade.3') }).check();
    await page.getByRole('heading', { name: t('photo.title') }).waitFor();
    await this.look(page, 'photo');
    await page.getByRole('button', { name: t('photo.without.refused'), exact: true }).click();
    await page.getByRole('heading', { name: t('photo.without.title') }).waitFor();
    await this.look(page, 'without');
    await page.getByRole('button', { name: t('photo.without.save') }).click();
    await page.getByText(t('sent.office_has_it'), { exact: true }).waitFor();
    await this.look(page, 'done');
    for (const screen of ['photo', 'visit', 'correct']) {
      await this.go(page, `${screen}/${family}`);
      await this.look(page);
    }
    await page.getByRole('button', { name: `: ${t('amend.group.phone')}` }).click();
    await this.look(page, 'phone');
    for (const screen of ['notices', 'complaints']) {
      await this.go(page, screen);
      await this.look(page, 'none');
    }
    await this.go(page, `card/${family}`);
    await page.getByRole('button', { name: t('scan.read') }).click();
    await this.look(page);
    await this.go(page, `verify/${assessment}`);
    await this.look(page);
    await this.go(page, `complaint/${family}`);
    await page.getByRole('button', { name: t('complaint.save') }).click();
    await this.look(page, 'of a family');
    await this.go(page, 'complaint');
    await this.look(page, 'place');
    await page
      .getByRole('region', { name: t('place.again') })
      .getByRole('button')
      .click();
    await page.getByRole('heading', { name: t('complaint.title') }).waitFor();
    await this.look(page);
    await this.go(page, 'situation');
    await this.look(page, 'place');
    await page
      .getByRole('region', { name: t('place.again') })
      .getByRole('button')
      .click();
    await page.getByRole('button', { name: t('situation.save') }).click();
    await this.look(page);
  }

  /** Fails when a screen of the app was not opened. */
  complete() {
    const { screens, registration } = phoneScreens();
    complete(this.#screens, screens, 'screens of the phone');
    complete(this.#steps, [...registration, 'refused', 'similar'], 'steps of the registration');
  }
}
