// The organisation's own voice: the office records the texts before consent with a microphone and takes files, a file of 50 MB is
// refused in words, a phone gets the recordings with its list and plays them offline, and what was played to its end is stored
// as played. A recording of other words is not played. On SQLite.
//
//   node e2e/offline/voice.mjs          TRIPOL_SHOTS is a folder for pictures

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessible, chooseFile, inBengali, must, screen, toSection } from '../checks.mjs';
import { openBrowser, PASSWORD } from '../people.mjs';
import { Program } from '../program.mjs';
import { installed } from '../serviceworker.mjs';
import { t } from '../words.mjs';
import { Office, Phone, same } from './phone.mjs';
import { answerOthers, choose, enrol, othersUntil, place, saveRegistration, sendAll, shot } from './steps.mjs';

/** @typedef {import('playwright-core').Page} Page */

const CONSENT = ['consent_who', 'consent_what', 'consent_rights'];

/** A sound as a WAV file. @param {string} path @param {number} seconds @param {number} rate */
function tone(path, seconds, rate) {
  const samples = Buffer.alloc(seconds * rate * 2);
  for (let i = 0; i < seconds * rate; i++) samples.writeInt16LE(Math.round(8000 * Math.sin(i / 8)), i * 2);
  const head = Buffer.from('RIFF....WAVEfmt ....................data....');
  head.writeUInt32LE(36 + samples.length, 4);
  for (const [at, value] of [
    [16, 16],
    [24, rate],
    [28, rate * 2],
    [40, samples.length],
  ])
    head.writeUInt32LE(value ?? 0, at ?? 0);
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 2],
    [34, 16],
  ])
    head.writeUInt16LE(value ?? 0, at ?? 0);
  writeFileSync(path, Buffer.concat([head, samples]));
}

/** The part of one text. @param {Page} page @param {string} spoken */
const part = (page, spoken) => page.getByRole('region', { name: t(`voice.text.${spoken}`), exact: true });

/** @param {Page} page @param {string} spoken */
async function opens(page, spoken) {
  await part(page, spoken)
    .getByRole('button', { name: new RegExp(`^${t('voice.record')}`) })
    .click();
  await part(page, spoken).getByLabel(t('voice.file'), { exact: false }).waitFor();
}

/** @param {Page} page @param {string} spoken */
async function saves(page, spoken) {
  await part(page, spoken).getByText(/kB/).first().waitFor();
  await part(page, spoken)
    .getByRole('button', { name: t('voice.save') })
    .click();
  await page.getByText(t('voice.saved')).waitFor();
  await part(page, spoken).getByText(t('voice.state.recorded'), { exact: true }).waitFor();
}

/** The office records three texts, and takes a file as it is and one that must be made smaller. @param {Program} program */
async function records(program) {
  const browser = await openBrowser(join(program.folder, 'none.mjpeg'));
  try {
    const page = await (
      await browser.newContext({ locale: 'en-IN', viewport: { width: 1280, height: 900 } })
    ).newPage();
    await page.goto(`${program.base}/office/`);
    await page.getByLabel(t('session.login'), { exact: true }).fill('rina');
    await page.getByLabel(t('session.password'), { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: t('session.sign_in') }).click();
    await toSection(page, 'people');
    await page.getByRole('link', { name: t('voice.open') }).click();
    await screen(page, t('voice.page'));
    await page.getByRole('button', { name: t('voice.begin') }).click();
    await page.getByText(t('voice.name_missing')).waitFor();
    await shot(page, 'voice-office-new');
    await page.getByLabel(t('voice.name'), { exact: true }).fill('Sundarban English');
    await page.getByRole('button', { name: t('voice.begin') }).click();
    for (const spoken of CONSENT) {
      await opens(page, spoken);
      await part(page, spoken)
        .getByRole('button', { name: t('voice.start') })
        .click();
      await page.getByText(/Recording: 2 of/).waitFor();
      await part(page, spoken)
        .getByRole('button', { name: t('voice.stop') })
        .click();
      if (spoken === 'consent_who') await shot(page, 'voice-office-listen');
      await saves(page, spoken);
    }
    await files(page, program);
    await accessible(page);
    await page.evaluate(() => scrollTo(0, 0));
    await shot(page, 'voice-office');
    await page.setViewportSize({ width: 360, height: 740 });
    await inBengali(page, 'voice.page');
    await shot(page, 'voice-office-360');
  } finally {
    await browser.close();
  }
}

/** @param {Page} page @param {Program} program */
async function files(page, program) {
  const [small, large, huge] = ['small.wav', 'large.wav', 'huge.m4a'].map((name) => join(program.folder, name));
  tone(small ?? '', 1, 8000);
  tone(large ?? '', 2, 48_000);
  writeFileSync(huge ?? '', Buffer.alloc(50_000_000));
  await opens(page, 'verdict_give');
  await chooseFile(page, t('voice.file') + t('voice.file_hint'), huge ?? '').catch(async () => {
    await page.locator('input[type=file]').setInputFiles(huge ?? '');
  });
  await page.getByRole('alert').filter({ hasText: '50 MB' }).waitFor();
  await shot(page, 'voice-office-50mb');
  await page.locator('input[type=file]').setInputFiles(large ?? ''); // 192 kB: more than a recording may have
  await saves(page, 'verdict_give');
  await opens(page, 'photo_question');
  await page.locator('input[type=file]').setInputFiles(small ?? '');
  await saves(page, 'photo_question');
}

/** Registers a family offline, with the recordings played or not. @param {Phone} phone @param {Page} page @param {string} name @param {boolean} plays */
async function registers(phone, page, name, plays) {
  await page.goto(`${phone.base}/field/#/register`);
  await screen(page, phone.say('register.consent.title_play'));
  const play = page.getByRole('button', { name: phone.say('voice.play'), exact: true });
  await play.waitFor();
  if (plays) {
    await play.click();
    await page.locator('p.spoken').waitFor();
    await shot(page, 'voice-phone-playing');
    await page.getByRole('button', { name: phone.say('voice.pause'), exact: true }).click();
    await page.getByRole('button', { name: phone.say('voice.on'), exact: true }).click();
    await page.getByText(phone.say('voice.whole')).waitFor();
    await accessible(page);
    await shot(page, 'voice-phone-played');
  }
  await page.getByRole('button', { name: phone.say('answer.yes') }).click();
  await place(phone, page, 'patlik');
  await page.getByLabel(phone.say('register.name.label'), { exact: true }).fill(name);
  await page.getByRole('button', { name: phone.say('nav.next'), exact: true }).click();
  await othersUntil(phone, page, 'register.phone.title');
  await answerOthers(phone, page);
  await saveRegistration(phone, page);
}

/** @param {Phone} phone @param {Page} page @param {number} have @param {number} of */
async function has(phone, page, have, of) {
  await page.goto(`${phone.base}/field/#/voice`);
  await screen(page, phone.say('voice.title'));
  await page.getByText(phone.say('voice.here', { have, of })).waitFor();
}

/** @param {Office} office @param {string} name */
async function consentOf(office, name) {
  const [family] = await office.families(name);
  must(family !== undefined, `${name} did not arrive`);
  const { consents } = await office.get(`/api/v1/households/${family?.id}`);
  const relief = consents.find((/** @type {{ purpose: string }} */ one) => one.purpose === 'relief');
  return [relief.how, relief.language];
}

/** @param {Program} program @param {Office} office */
async function onThePhone(program, office) {
  const phone = new Phone(program.base, 'en');
  try {
    const page = await phone.open(true);
    await choose(page, 'en');
    await enrol(phone, page, 'sabita');
    await installed(page);
    await has(phone, page, 5, 5);
    await accessible(page);
    await shot(page, 'voice-phone');
    await phone.line(false);
    await registers(phone, page, 'Malati Played', true);
    await registers(phone, page, 'Kakoli Read', false);
    await phone.line(true);
    await sendAll(phone, page);
    same(await consentOf(office, 'Malati Played'), ['played', 'en'], 'the consent that was played to its end');
    same(await consentOf(office, 'Kakoli Read'), ['read_by_me', 'en'], 'the consent that was read');
    await otherWords(phone, page, office);
  } finally {
    await phone.remove();
  }
}

/** A recording of other words: the text has changed since. @param {Phone} phone @param {Page} page @param {Office} office */
async function otherWords(phone, page, office) {
  const { recordings } = await office.get('/api/v1/voice');
  const one = recordings.find((/** @type {{ spoken: string }} */ row) => row.spoken === 'consent_what');
  const { spoken, language, dialect, file } = one;
  await office.enter('voice.record', { spoken, language, dialect, file, words: '0'.repeat(64) });
  await page.goto(`${phone.base}/field/#/`);
  const coming = page.waitForResponse((response) => /\/pack\/[^/]+\/voice$/.test(response.url()));
  await page.getByRole('button', { name: phone.say('pack.refresh') }).click();
  await coming;
  await page.getByText(phone.say('pack.coming_label')).waitFor({ state: 'detached' });
  await has(phone, page, 5, 5);
  await page.goto(`${phone.base}/field/#/register`);
  await screen(page, phone.say('register.consent.title'));
  must(
    !(await page.getByRole('button', { name: phone.say('voice.play'), exact: true }).isVisible()),
    'a recording of other words can be played',
  );
}

async function main() {
  const began = Date.now();
  const program = new Program();
  try {
    await program.setUp('sqlite');
    await program.serve(join(program.folder, 'server.log'));
    await records(program);
    await onThePhone(program, await new Office(program.base).signIn('rina'));
    process.stdout.write(`Recorded voice: passed in ${(Date.now() - began) / 1000} s\n`);
  } finally {
    await program.remove();
  }
}

await main();
