// A worker's whole day without a network, and what the office makes of it: a sealed note, a private complaint, the situation,
// a family off the list, one that gets less, one without its card, another phone's part of the list, the count at the end,
// and a phone that never sees a network. In English and in Bengali, on SQLite.
//
//   node e2e/offline/site.mjs          TRIPOL_SHOTS is a folder for pictures

import { join } from 'node:path';
import { accessible, must, read, screen } from '../checks.mjs';
import { openBrowser, People } from '../people.mjs';
import { Program } from '../program.mjs';
import { about } from '../words.mjs';
import { twoCorrect } from './amend.mjs';
import { asCoordinator, LEADER, makeKey, NAMES, readNote, SECRET, split } from './office.mjs';
import { Office, Phone, same } from './phone.mjs';
import { blankCards, choose, enrol, place, register, sendAll, shot } from './steps.mjs';

/** @typedef {'en' | 'bn'} Language */
/** @typedef {import('playwright-core').Page} Page */

/** @param {Phone} phone @param {Page} page @param {string} to */
const go = (phone, page, to) => page.goto(`${phone.base}/field/#/${to}`);

/** @param {Phone} phone @param {Page} page @param {Language} language */
async function visit(phone, page, language) {
  await go(phone, page, 'register');
  await page.getByText(/Sabita Mondal/).waitFor(); // who asks says who they are, before anything is asked
  await page.getByRole('button', { name: phone.say('help.open') }).click(); // and help lies over what was begun
  await accessible(page);
  await page.getByRole('button', { name: phone.say('help.close') }).click();
  await page.getByText(/Sabita Mondal/).waitFor();
  await register(phone, page, NAMES[language], SECRET[language]);
  await page.getByRole('link', { name: phone.say('household.grade') }).waitFor();
  await go(phone, page, 'situation');
  await page.getByRole('heading', { name: phone.say('situation.place') }).waitFor();
  await screen(page, phone.say('situation.place'));
  await shot(page, `field-situation-place-${language}`);
  await page
    .getByRole('region', { name: phone.say('place.again') })
    .getByRole('button')
    .click();
  await page.getByRole('heading', { name: phone.say('situation.title') }).waitFor();
  for (const answer of ['flooded.part', 'power.out', 'water.unsafe', 'road.foot_or_boat', 'market.closed']) {
    await page
      .getByRole('radio', { name: phone.say(`situation.${answer}`), exact: true })
      .and(page.locator(`[name="${answer.split('.')[0]}"]`))
      .check();
  }
  await screen(page, phone.say('situation.title'));
  await shot(page, `field-situation-${language}`);
  await page.getByRole('button', { name: phone.say('situation.save') }).click();
  await page.getByRole('heading', { name: phone.say('situation.done') }).waitFor();

  await go(phone, page, 'complaint');
  await screen(page, phone.say('complaint.place'));
  await place(phone, page, 'potlikhan'); // by sound
  await page.getByRole('heading', { name: phone.say('complaint.title') }).waitFor();
  await page.getByRole('button', { name: phone.say('nav.back') }).click(); // one step
  await page.getByRole('heading', { name: phone.say('complaint.place') }).waitFor();
  await page.getByRole('button', { name: phone.say('nav.next'), exact: true }).click();
  await page.locator('[name="about"]').last().check(); // private
  await page.getByLabel(phone.say('complaint.text'), { exact: true }).fill(SECRET[language]);
  await page.locator('[name="who"]').last().check();
  await page.locator('[name="answer-by"]').last().check();
  await screen(page, phone.say('complaint.title'));
  await shot(page, `field-complaint-${language}`);
  await page.getByRole('button', { name: phone.say('complaint.save') }).click();
  await page.getByRole('heading', { name: phone.say('complaint.done') }).waitFor();
}

/** @param {Phone} phone @param {Page} page @param {string} card */
async function type(phone, page, card) {
  await page.getByLabel(phone.say('scan.type'), { exact: true }).fill(card);
  await page.getByRole('button', { name: phone.say('scan.read') }).click();
}

/** @param {Phone} phone @param {Page} page */
async function typeLeader(phone, page, /** @type {string} */ then) {
  await page.getByLabel(phone.say('leader.pin'), { exact: true }).fill('000000');
  await page.getByRole('button', { name: phone.say(then) }).click();
  await page.getByText(phone.say('leader.wrong')).waitFor();
  await page.getByLabel(phone.say('leader.pin'), { exact: true }).fill(LEADER);
  await page.getByRole('button', { name: phone.say(then) }).click();
}

/** @typedef {{ code: string, size: number, last4: string }} Due */

/**
 * A distributor's day: what can happen at a queue besides the plain case.
 * @param {Phone} phone @param {Page} page @param {string} site
 * @param {{ less: string, stranger: string, another: string, lost: Due }} cards @param {Language} language
 */
async function handOut(phone, page, site, cards, language) {
  await go(phone, page, `handout/${site}`);
  await type(phone, page, cards.less); // one item is refused
  await page.getByRole('button', { name: phone.say('verdict.give.word'), exact: true }).click();
  const due = await page.locator('main li .count').count();
  await page.getByRole('button', { name: phone.say('less.open') }).click();
  await page.locator('.counter button').first().click();
  await page.getByRole('button', { name: phone.say('handout.done'), exact: true }).click();
  await page.locator('.summary, [role=alert]').first().waitFor();
  await page.locator('[name="less"]').first().check();
  await shot(page, `field-less-${language}`);
  await page.getByRole('button', { name: phone.say('handout.done'), exact: true }).click();
  await page.getByText(phone.say('outbox.saved_here'), { exact: true }).waitFor();
  const given = await read(page.locator('.given p').first());
  must(given.split(',').length < due, 'the screen says that all was given when less was');
  await page.getByRole('button', { name: phone.say('handout.next') }).click();

  await type(phone, page, cards.stranger); // a good card that is not on the list
  await page.getByRole('heading', { name: phone.say('verdict.not_on_list.word') }).waitFor();
  await page.getByRole('button', { name: phone.say('off.open') }).click();
  await page.locator('[name="off-reason"]').first().check();
  await shot(page, `field-off-list-${language}`);
  await typeLeader(phone, page, 'off.serve');
  await page.getByRole('button', { name: phone.say('handout.done'), exact: true }).click();
  await page.getByText(phone.say('outbox.saved_here'), { exact: true }).waitFor();
  await page.getByRole('button', { name: phone.say('handout.next') }).click();

  await type(phone, page, cards.another); // the quota is used up
  await page.getByRole('button', { name: phone.say('off.open') }).click();
  await page.getByText(phone.say('off.none_left')).waitFor();
  must(
    (await page.getByLabel(phone.say('leader.pin'), { exact: true }).count()) === 0,
    'a PIN opens more than the quota',
  );
  await shot(page, `field-quota-${language}`);
  await page.getByRole('button', { name: phone.say('handout.next') }).click();

  await page.getByRole('button', { name: phone.say('find.open') }).click(); // a family whose card was washed away
  await page.getByLabel(phone.say('find.last4'), { exact: true }).fill(cards.lost.last4);
  await page.getByLabel(phone.say('find.size'), { exact: true }).fill(String(cards.lost.size));
  await page.getByRole('button', { name: phone.say('find.go') }).click();
  await page.locator('button.found').first().waitFor();
  await screen(page, phone.say('find.title'));
  await shot(page, `field-find-${language}`);
  await page.locator('button.found').first().click();
  await page.getByRole('heading', { name: phone.say('verdict.give.word') }).waitFor();
  await page.getByRole('button', { name: phone.say('verdict.give.word'), exact: true }).click();
  await page.getByRole('button', { name: phone.say('handout.done'), exact: true }).click();
  await page.getByText(phone.say('outbox.saved_here'), { exact: true }).waitFor();
}

/** Another phone is gone: a leader opens its part here. Then the goods are counted. @param {Phone} phone @param {Page} page */
async function takeOverAndCount(phone, page, /** @type {string} */ site, /** @type {Language} */ language) {
  await go(phone, page, `lanes/${site}`);
  await page.locator('[name="lane"]').first().check();
  await page.locator('[name="lane-reason"]').first().check();
  await screen(page, phone.say('lanes.title'));
  await shot(page, `field-lanes-${language}`);
  await typeLeader(phone, page, 'lanes.do');
  await page.getByText(phone.say('lanes.none')).or(page.locator('[name="lane"]')).first().waitFor();

  await go(phone, page, `goods/${site}`);
  await page.getByRole('button', { name: phone.say('goods.count') }).click();
  await page.getByText(phone.say('goods.count_blind')).waitFor();
  for (const field of await page.locator('main input').all()) await field.fill(language === 'bn' ? '৩' : '3');
  await screen(page, phone.say('goods.title'));
  await shot(page, `field-count-${language}`);
  await page.getByRole('button', { name: phone.say('goods.count_save') }).click();
  await page.getByText(phone.say('outbox.saved_here'), { exact: true }).waitFor();
}

/** The phone never sees a network: its outbox goes to the office as a file. @param {Phone} phone @param {Page} page */
async function byFile(phone, page, /** @type {Page} */ office) {
  await page.goto(`${phone.base}/field/#/outbox`);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: phone.say('outbox.export') }).click(),
  ]);
  await office.goto(`${phone.base}/office/#/devices`);
  await office.locator('input[type=file]').setInputFiles(await file.path());
  const done = about('device.file_done');
  const [, taken = '0'] = done.exec(await read(office.getByText(done))) ?? [];
  must(taken !== '0', 'the file brought nothing');
  await shot(office, 'office-devices');
}

/** A family that is registered and is on no list, with a card. @param {Office} office @param {string} card */
async function strangerWith(office, card) {
  const id = crypto.randomUUID();
  const [area] = (await office.get('/api/v1/areas?level=panchayat&search=patlik')).rows;
  await office.enter('household.register', {
    id,
    area: area.area,
    name: 'Stranger',
    also_called: '',
    phone: '',
    phone_of: '',
    people: { women: 1, men: 0, girls: 0, boys: 0, infants: 0, elderly: 0 },
    criteria: [],
    house: 'kutcha',
    landmark: '',
    consent: { given: true, how: 'told_in_person', language: 'bn' },
    not_same_as: [],
    mark: '',
  });
  await office.enter('card.bind', { card, household: id });
}

async function main() {
  const began = Date.now();
  const program = new Program();
  const browser = await openBrowser(join(program.folder, 'none.mjpeg'));
  try {
    await program.setUp('sqlite');
    await program.serve(join(program.folder, 'server.log'));
    const people = new People(browser, program.base);
    const office = await new Office(program.base).signIn('rina');
    const site = (await office.get('/api/v1/distributions?state=open')).rows[0].id;
    const officer = await people.at('mukti', 'office');
    const coordinator = await people.at('rina', 'office');
    await makeKey(officer);
    await split(coordinator, site);
    const blank = await blankCards(program, office);
    const worker = await new Office(program.base).signIn('sabita');
    for (const card of blank.slice(0, 4)) await strangerWith(worker, card);
    for (const language of /** @type {Language[]} */ (['en', 'bn'])) {
      const phone = new Phone(program.base, language);
      try {
        const page = await phone.open(true);
        await choose(page, language);
        await enrol(phone, page, 'sabita');
        await phone.line(false);
        await visit(phone, page, language);
        await phone.line(true);
        await sendAll(phone, page);
        await readNote(officer, office, language);
        await page.goto(`${phone.base}/field/#/`);
        await choose(page, language);
        await page.getByRole('link', { name: phone.say('lock.another') }).click();
        await enrol(phone, page, 'mina');
        const due = await phone.due(2);
        const lost = due.find((one) => one.last4 !== '');
        must(lost !== undefined, 'no family of the list has a phone');
        const less = due.find((one) => one !== lost);
        await phone.line(false);
        await page.getByText(phone.say('outbox.no_line_short')).waitFor();
        const [stranger = '', another = ''] = language === 'en' ? blank : blank.slice(2);
        await handOut(
          phone,
          page,
          site,
          { less: less?.code ?? '', stranger, another, lost: /** @type {Due} */ (lost) },
          language,
        );
        await takeOverAndCount(phone, page, site, language);
        await byFile(phone, page, coordinator);
        await phone.line(true);
        await sendAll(phone, page);
      } finally {
        await phone.remove();
      }
      await twoCorrect(program.base, language, office, coordinator);
    }
    await asCoordinator(coordinator);
    people.assertQuiet();
    same(/All checks passed/.test(await program.command('verify')), true, 'everything closes');
    process.stdout.write(`A worker's day without a network: passed in ${(Date.now() - began) / 1000} s\n`);
  } finally {
    await browser.close();
    await program.remove();
  }
}

await main();
