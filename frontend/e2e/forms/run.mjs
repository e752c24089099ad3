// A stack of twenty paper forms, typed at the office by keyboard only in a real browser, and the tenth of each ten typed again by
// another person. The time of a person is a model: each key 0.12 s, each field that has something on the paper 1 s to look at
// it, and the program's own time as measured. At most 40 s for a family. In English, on SQLite.
//
//   node e2e/forms/run.mjs          TRIPOL_SHOTS is a folder for pictures

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { must } from '../checks.mjs';
import { Office } from '../offline/phone.mjs';
import { openBrowser } from '../people.mjs';
import { Program } from '../program.mjs';
import { Eye } from '../screens/look.mjs';
import { t } from '../words.mjs';

/** @typedef {import('playwright-core').Page} Page */

const FORMS = 20;
const KEY_S = 0.12;
const GLANCE_S = 1;
const MOST_S = 40;
const shots = process.env['TRIPOL_SHOTS'] ?? '';

const NAMES = ['Rahima Bibi', 'Kalpana Rani Mondal', 'Nazrul Sheikh', 'Sabita Sardar', 'Jahanara Khatun'];

/** What the paper of a form says, by the id of its field; place, date and worker are on the first form only. @param {number} n */
const paper = (n) => ({
  name: `${NAMES[n % NAMES.length]} ${'abcdefghijklmnopqrst'[n]}`,
  landmark: 'school para',
  phone: `98300${10000 + 37 * n}`,
  phone_of: '1',
  'people-women': '2',
  'people-men': '1',
  'people-girls': '1',
  criteria: 'ah',
  house: '1',
  mark: String(1 + (n % 24)),
  grade: String(n % 5),
});

/** One person at one browser: counts keys and glances. */
class Typist {
  keys = 0;
  glances = 0;
  waited = 0;

  /** @param {Page} page */
  constructor(page) {
    this.page = page;
  }

  /** The id of the field that has the keyboard. */
  focused() {
    return this.page.evaluate(() => document.activeElement?.id ?? '');
  }

  /** @param {string} key */
  async press(key) {
    this.keys += 1;
    await this.page.keyboard.press(key);
  }

  /** Types into the field that has the keyboard. @param {string} text */
  async type(text) {
    this.keys += text.length;
    this.glances += 1;
    await this.page.keyboard.type(text);
  }

  /** Goes on with Enter until a field has the keyboard. @param {string} id */
  async to(id) {
    for (let tries = 0; tries < 40 && (await this.focused()) !== `form-${id}`; tries += 1) await this.press('Enter');
    must((await this.focused()) === `form-${id}`, `the keyboard does not reach ${id}`);
  }

  /** Types one form and saves it. @param {string} number @param {Record<string, string>} fields */
  async form(number, fields) {
    must((await this.focused()) === 'form-number', 'the keyboard is not at the number');
    await this.type(number);
    for (const [id, text] of Object.entries(fields)) {
      await this.to(id);
      await this.type(text);
    }
    const from = Date.now();
    await this.press('Control+Enter');
    await this.#answered();
    this.waited += Date.now() - from;
  }

  /** Waits for the next form; a family that may be registered already is another one. */
  async #answered() {
    const question = this.page.locator('#alike');
    for (let tries = 0; tries < 400; tries += 1) {
      if ((await this.page.locator('#form-number').inputValue()) === '') return;
      if (await question.isVisible().catch(() => false)) {
        this.glances += 1;
        await this.press('2');
      }
      const wrong = await this.page.locator('main .error').allTextContents();
      must(wrong.length === 0, `the form is refused: ${wrong.join(' / ')}`);
      await this.page.waitForTimeout(25);
    }
    throw new Error('the form is not saved');
  }

  /** @param {number} forms */
  seconds(forms) {
    return (this.keys * KEY_S + this.glances * GLANCE_S + this.waited / 1000) / forms;
  }
}

/** Day and time as on a watch in India. @param {Date} moment */
function pair(moment) {
  const india = new Date(moment.getTime() + 5.5 * 3_600_000).toISOString(); // 2026-11-30T09:15
  return { filled_at: india.slice(8, 10) + india.slice(5, 7), time: india.slice(11, 13) + india.slice(14, 16) };
}

/** @param {Page} page */
async function toForms(page) {
  await page.goto(`${new URL(page.url()).origin}/office/#/forms`);
  await page.locator('#form-number').focus();
  await page.waitForTimeout(500);
}

/** @param {Page} page @param {string} name */
async function shot(page, name) {
  if (shots !== '') await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}

const program = new Program();
try {
  await program.setUp('sqlite');
  await program.serve(join(program.folder, 'server.log'));
  const office = await new Office(program.base).signIn('rina');
  await office.enter('paper.issue', { id: crypto.randomUUID(), layout: 'sansad', sheets: 2, language: 'bn' });
  const [run] = (await office.get('/api/v1/form-runs')).rows;
  const pdf = await office.file(`/api/v1/form-runs/${run.id}/forms.pdf`);
  must(pdf.subarray(0, 5).toString() === '%PDF-', 'the forms are no PDF');
  if (shots !== '') await writeFile(join(shots, 'forms.pdf'), pdf);
  const places = (await office.get('/api/v1/areas?level=panchayat')).rows;
  const workers = (await office.get('/api/v1/form-workers')).rows;
  const sabita = workers.find((/** @type {{ name: string }} */ one) => one.name.startsWith('Sabita')) ?? workers[0];
  const first = Number.parseInt(run.first, 10);
  const check = (/** @type {number} */ n) => `${n}${'ABCDEFGHJKMNPQRSTUVWXYZ'[n % 23]}`;

  const browser = await openBrowser(join(program.folder, 'none.mjpeg'));
  const eye = new Eye(browser, shots, 'light');
  const page = await eye.signIn(program.base, 'rina');
  await page.setViewportSize({ width: 1280, height: 800 });
  await toForms(page);
  const typist = new Typist(page);
  const place = (await office.get('/api/v1/households')).rows[0];
  const area = places.find((/** @type {{ area: string }} */ one) => one.area === place.area) ?? places[0];
  const written = pair(new Date(Date.now() - 60_000));
  for (let n = 0; n < FORMS; n += 1) {
    const { name, ...rest } = paper(n);
    const heads = n === 0 ? { area: area.name } : {};
    const tails = n === 0 ? { ...written, worker: sabita.name.slice(0, 6) } : {};
    await typist.form(check(first + n), { ...heads, name, ...rest, ...tails });
    if (n === 0) await shot(page, 'forms-after-first');
  }
  const seconds = typist.seconds(FORMS);
  const { entered_today: entered, waiting } = await office.get('/api/v1/form-progress');
  must(entered === FORMS, `${entered} forms are entered, not ${FORMS}`);
  must(waiting === 2, `${waiting} forms wait for their second typing, not 2`);
  process.stdout.write(
    `  ${FORMS} forms: ${(typist.keys / FORMS).toFixed(1)} keys, ${(typist.glances / FORMS).toFixed(1)} glances and ` +
      `${(typist.waited / FORMS / 1000).toFixed(2)} s of the program for a family: ${seconds.toFixed(1)} s\n`,
  );
  must(seconds <= MOST_S, `${seconds} s for a family, more than ${MOST_S}`);

  // The same number again: refused at its field, with who and when, and nothing of it is typed.
  await page.keyboard.type(check(first));
  await page.keyboard.press('Enter');
  await page.locator('#form-number-error').waitFor();
  await shot(page, 'forms-entered-already');

  // Every tenth form again, by another person who sees nothing of the first typing; then the paper decides.
  const other = await eye.signIn(program.base, 'sabita');
  await toForms(other);
  const again = new Typist(other);
  const heads = { area: area.name };
  for (const [n, name] of [
    [9, 'Jahanara Bibi'],
    [19, paper(19).name],
  ]) {
    const { name: _, ...rest } = paper(Number(n));
    const tails = n === 9 ? { ...written, worker: sabita.name.slice(0, 6) } : {};
    await again.form(check(first + Number(n)), { ...(n === 9 ? heads : {}), name: String(name), ...rest, ...tails });
    await other
      .getByText(t(n === 9 ? 'forms.said.differs' : 'forms.said.again', { number: check(first + Number(n)) }))
      .waitFor();
    await shot(other, `forms-again-${n}`);
  }
  await page.goto(`${program.base}/office/#/form/${check(first + 9)}`);
  await page.getByRole('radio', { name: 'Jahanara Bibi' }).check();
  await shot(page, 'forms-decide');
  await page.getByRole('button', { name: t('forms.decide_save') }).click();
  await page.getByText(t('forms.none_differ')).waitFor();
  const progress = await office.get('/api/v1/form-progress');
  must(progress.waiting === 0 && progress.differing === 0, `the stack is not done: ${JSON.stringify(progress)}`);
  must(progress.compared - progress.agreed === 1, `${progress.compared - progress.agreed} fields differ, not the name`);
  await browser.close();
} finally {
  await program.remove();
}
process.stdout.write(`${t('forms.type')}: done\n`);
