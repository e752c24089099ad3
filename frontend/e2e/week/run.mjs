// A week of field work by somebody who was never trained, in Chromium at 360 px, in English and in Bengali: everything that
// was recorded must be at the office exactly once. On SQLite.
//
//   node e2e/week/run.mjs          TRIPOL_WEEK is the number of families of each language

import { join } from 'node:path';
import { photographHouse } from '../camera.mjs';
import { must } from '../checks.mjs';
import { Office, same } from '../offline/phone.mjs';
import { blankCards } from '../offline/steps.mjs';
import { openBrowser, People } from '../people.mjs';
import { Program } from '../program.mjs';
import { audit } from './audit.mjs';
import { friday, monday, thursday, tuesday, Week, wednesday } from './days.mjs';

const FAMILIES = Number(process.env['TRIPOL_WEEK'] ?? 10);
const SHEETS = 5; // of ten cards: of each language

/** @param {Program} program @param {'en' | 'bn'} language @param {string} photo @param {import('playwright-core').Page} desk */
async function play(program, language, photo, desk) {
  const office = await new Office(program.base).signIn('rina');
  const before = new Set((await office.everyFamily()).map((family) => family.id));
  const sheets = [];
  for (let n = 0; n < SHEETS; n++) sheets.push(await blankCards(program, office));
  const week = new Week(program, office, language, { photo, cards: sheets.flat(), families: FAMILIES, desk });
  try {
    for (const day of [monday, tuesday, wednesday, thursday, friday]) {
      const began = Date.now();
      await day(week);
      process.stdout.write(`  ${language}, ${day.name}: ${Math.round((Date.now() - began) / 1000)} s\n`);
    }
    await audit(office, week.recorded, before);
    for (const name of week.wrong) same((await office.families(name)).length, 0, 'families whose name was corrected');
  } finally {
    await week.first.phone.remove();
    await week.second.phone.remove();
  }
}

async function main() {
  const began = Date.now();
  const program = new Program();
  const browser = await openBrowser(join(program.folder, 'none.mjpeg'));
  try {
    await program.setUp('sqlite');
    await program.serve(join(program.folder, 'server.log'));
    const photo = join(program.folder, 'house.jpg');
    await photographHouse(await browser.newPage(), photo);
    const desk = await new People(browser, program.base).at('rina', 'office');
    for (const language of /** @type {const} */ (['en', 'bn'])) await play(program, language, photo, desk);
    const verified = await program.command('verify');
    must(/All checks (of received entries )?passed/.test(verified), `tripol verify: ${verified}`);
    const seconds = Math.round((Date.now() - began) / 1000);
    process.stdout.write(`A week of field work, ${2 * FAMILIES} families in two languages: passed in ${seconds} s\n`);
  } finally {
    await browser.close();
    await program.remove();
  }
}

await main();
