// The second family of a village, with grade, photo and card, by taps on a real touch screen: the page itself counts what the
// worker does. A worker registers forty families a day, so each tap is forty.

import { join } from 'node:path';
import { photographHouse, showCard } from '../camera.mjs';
import { must } from '../checks.mjs';
import { openBrowser } from '../people.mjs';
import { Phone } from './phone.mjs';
import { choose, enrol, sendAll, shot } from './steps.mjs';

const MOST = { taps: 24, keys: 22 };
const MOST_OF_A_QUESTION = 2;
const PLACE = 'patlik';
const DIGITS = 10; // of a phone number

/** Names that no family of the demonstration, nor any other here, resembles. */
const NAMES = { en: ['Jhumpa Lohar', 'Budhni Soren'], bn: ['মিনতি ওরাওঁ', 'সনকা হেমব্রম'] };
/** Numbers that share no last digits. */
const PHONES = { en: ['9831047265', '9748203316'], bn: ['9433128840', '9051736427'] };

/** @typedef {'en' | 'bn'} Language */
/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */
/** @typedef {{ taps: number, keys: number }} Count */

/** Counts touches and typed letters in the page, whatever this file believes that it did. @param {Page} page */
const countIn = async (page) => {
  await page.addInitScript(() => {
    const count = { taps: 0, keys: 0 };
    Object.assign(window, { counted: count });
    addEventListener('pointerdown', (event) => (count.taps += event.pointerType === 'touch' ? 1 : 0), true);
    addEventListener('input', (event) => {
      if (event instanceof InputEvent && event.inputType.startsWith('insert')) count.keys += 1;
    });
  });
};

/** @param {Page} page @returns {Promise<Count>} */
const counted = (page) => page.evaluate(() => ({ .../** @type {any} */ (window).counted }));

/** @param {Count} from @param {Count} to @returns {Count} */
const between = (from, to) => ({ taps: to.taps - from.taps, keys: to.keys - from.keys });

/** Fails where more taps or keys were needed than a worker may need. @param {Count} count */
export function within(count, most = MOST) {
  must(count.taps <= most.taps, `${count.taps} taps, and ${most.taps} are allowed`);
  must(count.keys <= most.keys, `${count.keys} keys, and ${most.keys} are allowed`);
}

/** A worker's finger on one phone. */
class Finger {
  #phone;
  #page;

  /** @param {Phone} phone @param {Page} page */
  constructor(phone, page) {
    this.#phone = phone;
    this.#page = page;
  }

  /** @param {'button' | 'link' | 'radio' | 'checkbox'} role @param {string} key */
  async tap(role, key, values = {}) {
    const name = this.#phone.say(key, values);
    await this.#page
      .getByRole(role, { name, exact: role !== 'link' })
      .first()
      .tap();
  }

  /** @param {string} key */
  async heading(key) {
    await this.#page.getByRole('heading', { name: this.#phone.say(key), exact: true }).waitFor();
  }

  /** From the start screen to the saved registration. @param {string} name @param {() => Promise<void>} place @param {string} number @param {string[]} needs */
  async register(name, place, number = '', needs = []) {
    await this.tap('link', 'today.register');
    await this.tap('button', 'answer.yes');
    await place();
    await this.#page.getByLabel(this.#phone.say('register.name.label'), { exact: true }).tap();
    await this.#page.keyboard.type(name);
    await this.tap('button', 'nav.next');
    await this.tap('radio', 'answer.yes');
    await this.#page.locator('#phone:focus').waitFor(); // the number can be typed at once
    await this.#page.keyboard.type(number);
    await this.tap('radio', 'phone_of.self');
    for (const who of ['women', 'men', 'girls', 'boys', 'boys']) {
      await this.tap('button', 'counter.more', { what: this.#phone.say(`people.${who}`) });
    }
    await this.tap('button', 'nav.next');
    await this.heading('register.criteria.title');
    for (const need of needs) await this.tap('checkbox', `criteria.${need}`);
    await this.tap('button', 'nav.next');
    await this.tap('radio', 'house.kutcha');
    await this.tap('radio', 'register.mark.none');
    await this.tap('button', 'register.save');
    await this.heading('register.done.title');
  }

  /** The place, typed. */
  async typesPlace() {
    await this.#page.getByLabel(this.#phone.say('register.place.search'), { exact: true }).tap();
    await this.#page.keyboard.type(PLACE);
    await this.#firstOf('place.found');
  }

  /** The place of the family before. */
  async samePlace() {
    await this.#firstOf('place.again');
  }

  /** @param {string} list */
  async #firstOf(list) {
    await this.#page
      .getByRole('region', { name: this.#phone.say(list) })
      .getByRole('button')
      .first()
      .tap();
  }

  /** @param {string} photo */
  async grade(photo) {
    await this.tap('link', 'household.grade');
    await this.#page.getByRole('radio', { name: this.#phone.say('grade.3') }).tap();
    const coming = this.#page.waitForEvent('filechooser');
    await this.#page.getByText(this.#phone.say('damage.photo.take'), { exact: true }).tap();
    await (await coming).setFiles(photo);
    await this.#page.locator('main img').first().waitFor(); // it has been made smaller
    await this.tap('button', 'photo.use');
    await this.heading('damage.done.title');
  }

  /** The camera starts by itself: it has been allowed before. */
  async card() {
    await this.tap('link', 'household.card');
    await this.tap('button', 'card.give_this');
    await this.heading('card.done.title');
  }
}

/** The card of the sheet that the cameras see, and a house. @param {string} folder @param {number} place */
async function film(folder, place) {
  const [feed, photo] = [join(folder, `card-${place}.mjpeg`), join(folder, 'house.jpg')];
  const browser = await openBrowser(feed);
  try {
    const easel = await browser.newPage();
    await showCard(easel, { pdf: join(folder, 'blank.pdf'), place, feed, folder });
    await photographHouse(easel, photo);
  } finally {
    await browser.close();
  }
  return { feed, photo };
}

/**
 * @param {import('../program.mjs').Program} program
 * @param {Language} language
 * @param {number} place of the blank card on the sheet
 */
export async function countTaps(program, language, place) {
  const { feed, photo } = await film(program.folder, place);
  const phone = new Phone(program.base, language, feed);
  const [first = '', second = ''] = NAMES[language];
  const [one, two] = PHONES[language];
  try {
    const page = await phone.open(true, countIn);
    await choose(page, language);
    await enrol(phone, page, 'sabita');
    await phone.line(false);
    const finger = new Finger(phone, page);
    const begun = await counted(page);
    await finger.register(first, () => finger.typesPlace(), one, ['widow']);
    const typed = between(begun, await counted(page));
    await finger.tap('link', 'nav.today');
    await finger.heading('today.title');
    const start = await counted(page);
    await finger.register(second, () => finger.samePlace(), two);
    const registered = between(start, await counted(page));
    await finger.grade(photo);
    await finger.card();
    const whole = between(start, await counted(page));
    await shot(page, `offline-taps-${language}`);
    within(whole);
    control(typed, registered, [first, second]);
    process.stdout.write(`  the second family of a village (${language}): ${whole.taps} taps, ${whole.keys} keys\n`);
    await phone.line(true);
    await sendAll(phone, page);
  } finally {
    await phone.remove();
  }
}

/**
 * The control: what the page counted is what was typed, and the first family, whose place was typed and one of whose needs was
 * ticked, exceeds the keys. The further answer cost what one may cost.
 * @param {Count} first @param {Count} second @param {[string, string]} names
 */
function control(first, second, names) {
  const typed = names.map((name) => [...name].length + DIGITS);
  must(second.keys === typed[1], `${typed[1]} keys were typed, and ${second.keys} are counted`);
  must(first.keys === (typed[0] ?? 0) + PLACE.length, 'the letters of the place are not counted');
  const more = first.taps - second.taps - 1; // one more is that of the place's field
  must(more <= MOST_OF_A_QUESTION, `a further answer took ${more} taps`);
  let noticed = false;
  try {
    within(first, { ...MOST, keys: second.keys });
  } catch {
    noticed = true;
  }
  must(noticed, 'more taps and keys than allowed are not noticed');
}
