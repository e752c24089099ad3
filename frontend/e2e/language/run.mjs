// A fourth language needs only a folder of messages: a copy of the tree gets one, is built, and its program and its pages
// speak the language. Some sentences are missing, which the fallback has.
//
//   node e2e/language/run.mjs      about a minute: the pages and the program are built

import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { must, read } from '../checks.mjs';
import { Office, same } from '../offline/phone.mjs';
import { choosePin, openBrowser, PASSWORD, PHONE } from '../people.mjs';
import { Program } from '../program.mjs';
import { t } from '../words.mjs';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const CODE = 'ne';
const ABOUT = {
  name: 'नेपाली',
  english: 'Nepali',
  also: [],
  order: 4,
  short: 'ने',
  locale: 'hi-IN-u-nu-deva', // one that every browser knows
  digits: '०१२३४५६७८९',
  direction: 'ltr',
  font: 'devanagari',
  fallback: 'hi',
  names: ['hi'],
  complete: false,
};
/** These have no sentence in the new folder, and help.json is missing as a whole. */
const LEFT_OUT = ['today.sun', 'nav.today'];

/** No translation: the English sentence with a sign, so that it can be told from every other. @param {string} text */
const marked = (text) => `ञ ${text}`;

/** The working tree as git knows it, with what is not committed yet. @param {string} to */
async function copyTree(to) {
  const listed = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    maxBuffer: 16 * 1024 * 1024,
  });
  const wanted = /^(go\.(mod|sum)|cmd|internal|migrations|frontend)(\/|$)/;
  for (const file of listed.stdout.split('\0').filter((name) => wanted.test(name) && existsSync(join(ROOT, name)))) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    cpSync(join(ROOT, file), join(to, file));
  }
  symlinkSync(join(ROOT, 'frontend/node_modules'), join(to, 'frontend/node_modules'));
}

/** The folder of the language. @param {string} tree */
function addLanguage(tree) {
  const folder = join(tree, 'frontend/messages', CODE);
  mkdirSync(folder);
  writeFileSync(join(folder, 'language.json'), JSON.stringify(ABOUT));
  for (const face of ['common', 'field', 'public']) {
    const english = JSON.parse(readFileSync(join(tree, `frontend/messages/en/${face}.json`), 'utf8'));
    const own = Object.entries(english).filter(([key]) => !LEFT_OUT.includes(key));
    const sentences = Object.fromEntries(own.map(([key, text]) => [key, marked(String(text))]));
    writeFileSync(join(folder, `${face}.json`), JSON.stringify(sentences));
  }
}

/** @param {string} tree @returns {Promise<string>} the program */
async function build(tree) {
  await run('npx', ['vite', 'build', '--logLevel', 'warn'], { cwd: join(tree, 'frontend') });
  const binary = join(tree, 'tripol');
  await run('go', ['build', '-o', binary, './cmd/tripol'], { cwd: tree, env: { ...process.env, CGO_ENABLED: '0' } });
  return binary;
}

/** A new phone whose browser asks for the language. @param {import('playwright-core').Browser} browser @param {string} base */
async function onPhone(browser, base) {
  const context = await browser.newContext({ ...PHONE, locale: 'ne-NP', viewport: { width: 320, height: 640 } });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  await page.goto(`${base}/field/`);
  const say = (/** @type {string} */ key) => marked(t(key));
  await page.getByRole('heading', { name: say('enrol.title') }).waitFor();
  same(await page.locator('html').getAttribute('lang'), CODE, 'the language of the page');
  same(await page.getByRole('button', { name: ABOUT.name }).getAttribute('aria-pressed'), 'true', 'the switch');
  await page.getByLabel(say('session.login'), { exact: true }).fill('rina');
  await page.getByLabel(say('session.password'), { exact: true }).fill('wrong');
  await page.getByRole('button', { name: say('session.sign_in') }).click();
  await page.getByText(say('fault.sign_in_failed')).first().waitFor(); // the sentence of a refusal
  await page.getByLabel(say('session.password'), { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: say('session.sign_in') }).click();
  await page.getByLabel(say('pin.choose'), { exact: true }).waitFor();
  await choosePin(page, say);
  await page.getByRole('button', { name: t('today.sun', {}, 'hi') }).waitFor(); // missing, so that of the fallback
  must(/[०-९]/.test(await read(page.locator('main'))), 'the digits are not those of the language');
  await page.getByRole('button', { name: say('help.open') }).click();
  await page.getByText(t('help.step.today', {}, 'hi')).waitFor(); // of a file that is missing
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  must(!wide, 'with four languages the head of a page of 320 px scrolls sideways');
  await context.close();
}

/** What the server writes itself, and what it takes. @param {string} base */
async function onServer(base) {
  const home = await (await fetch(`${base}/?lang=${CODE}`)).text();
  must(home.includes(`<html lang="${CODE}"`) && home.includes(marked(t('public.promise'))), 'the public page');
  must(home.includes(ABOUT.name), 'the public page does not offer the language');
  const office = await new Office(base).signIn('rina');
  const [family] = (await office.get('/api/v1/households')).rows;
  await office.enter('consent.record', {
    id: crypto.randomUUID(),
    household: family.id,
    given: true,
    how: 'read_by_me',
    language: CODE,
    purpose: 'photo',
  });
}

async function main() {
  const tree = mkdtempSync(join(tmpdir(), 'tripol-language-'));
  const began = Date.now();
  /** @type {Program | undefined} */
  let program;
  try {
    await copyTree(tree);
    addLanguage(tree);
    const { stdout } = await run('node', ['missing.mjs', CODE], { cwd: join(tree, 'frontend') });
    must(stdout.includes('  today.sun\n') && !stdout.includes('  today.title\n'), `what is missing: ${stdout}`);
    process.env['TRIPOL_BIN'] = await build(tree);
    program = new Program();
    await program.setUp('sqlite');
    await program.serve(join(program.folder, 'server.log'));
    await onServer(program.base);
    const browser = await openBrowser(join(program.folder, 'none.mjpeg'));
    try {
      await onPhone(browser, program.base);
    } finally {
      await browser.close();
    }
    process.stdout.write(`A fourth language by its folder alone: passed in ${(Date.now() - began) / 1000} s\n`);
  } finally {
    await program?.remove();
    rmSync(tree, { recursive: true });
  }
}

await main();
