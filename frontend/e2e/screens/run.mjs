// Every screen of the office, the phone app and the public pages, in English, Bengali and Hindi, at 360 and 1280 px: none
// scrolls sideways, cuts a text off, shows a key or a bare code, or leaves English words in another language. The screens
// are enumerated from the program's own tables.
//
//   node e2e/screens/run.mjs     TRIPOL_SHOTS is a folder for pictures of each, TRIPOL_SCHEME=dark for those of the dark

import { join } from 'node:path';
import { must } from '../checks.mjs';
import { Office } from '../offline/phone.mjs';
import { blankCards, cardsOf } from '../offline/steps.mjs';
import { openBrowser } from '../people.mjs';
import { Program } from '../program.mjs';
import { lookAtBackup } from './backup.mjs';
import { control } from './control.mjs';
import { lookAtFirstLoad } from './firstload.mjs';
import { Eye } from './look.mjs';
import { lookAtOffice } from './office.mjs';
import { Field } from './phone.mjs';
import { stopCard } from './phone-card.mjs';
import { handOut } from './phone-handout.mjs';
import { stores } from './phone-store.mjs';
import { lookAtPractice } from './practice.mjs';
import { lookAtPublic } from './public.mjs';
import { addAuditor, lose, seed, strangerWithCard } from './seed.mjs';

const shots = process.env['TRIPOL_SHOTS'] ?? '';
const scheme = process.env['TRIPOL_SCHEME'] === 'dark' ? 'dark' : 'light';
/** TRIPOL_ONLY=office,backup,phone,practice,public chooses parts of the journey while one is worked on. */
const wanted = (/** @type {string} */ part) => (process.env['TRIPOL_ONLY'] ?? part).split(',').includes(part);

/** @param {Eye} eye @param {Program} program @param {Awaited<ReturnType<typeof seed>>} ids */
async function onPhones(eye, program, ids) {
  const field = new Field(eye, program.base);
  const office = await new Office(program.base).signIn('rina');
  await field.setUp('mina');
  await field.elsewhere('nandini');
  const page = await field.enrol('rina');
  const [family] = (await office.get('/api/v1/households')).rows;
  const [assessment] = (await office.get('/api/v1/assessments')).rows;
  await field.today(page);
  await field.drafts(page);
  const registered = await field.register(page, family);
  await field.visits(page, { family: registered, assessment: assessment.id });
  const [blank = ''] = await blankCards(program, office);
  await stopCard(field, page, registered, blank);
  await stores(field, page, { number: ids.coming, store: ids.ownStore, site: ids.distribution });
  const [due = '', another = ''] = await cardsOf(office);
  const cards = [due, await strangerWithCard(program, office), another];
  await handOut(field, page, ids.distribution, cards);
  field.complete();
}

/** @param {Eye} eye @param {Program} program @param {Awaited<ReturnType<typeof seed>>} ids */
async function onDesks(eye, program, ids) {
  const lost = await new Field(eye, program.base).enrol('sabita');
  const phone = await lose(program.base, 'sabita');
  await lost.context().close();
  await lookAtOffice(eye, program.base, ids, phone);
}

/** @param {Program} program */
async function lookAtAll(program) {
  const browser = await openBrowser(join(program.folder, 'none.mjpeg'));
  const eye = new Eye(browser, shots, scheme);
  try {
    await addAuditor(program);
    const ids = await seed(program.base);
    eye.data.add(await (await new Office(program.base).signIn('rina')).get('/api/v1/campaigns'));
    const page = await eye.signIn(program.base, 'rina');
    await eye.settled(page);
    await control(page);
    if (wanted('first'))
      process.stdout.write(`  field app: ${(await lookAtFirstLoad(browser, program.base)).toFixed(1)} kB\n`);
    await page.context().close();
    const laptop = await program.another();
    const lan = await laptop.serveLan(join(program.folder, 'lan.log'));
    await Promise.all([
      wanted('office') && onDesks(eye, program, ids),
      wanted('backup') && lookAtBackup(eye, program, shots),
      wanted('phone') && onPhones(eye, program, ids),
      wanted('practice') && lookAtPractice(eye, program.base),
      wanted('public') && lookAtPublic(eye, program.base, ids.campaign, lan),
    ]);
  } finally {
    await browser.close();
  }
  return eye;
}

async function main() {
  const began = Date.now();
  const program = new Program();
  try {
    await program.setUp('sqlite');
    await program.serve(join(program.folder, 'server.log'));
    const eye = await lookAtAll(program);
    for (const fault of eye.faults) process.stdout.write(`${fault}\n`);
    must(eye.faults.length === 0, `${eye.faults.length} faults on ${eye.looked} screens`);
    process.stdout.write(`Every screen, ${eye.looked} looks: passed in ${(Date.now() - began) / 1000} s\n`);
  } finally {
    await program.remove();
  }
}

await main();
