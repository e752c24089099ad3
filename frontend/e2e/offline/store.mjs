// A storekeeper's day without a network, in a browser, with two phones: a waybill that arrives two short, a waybill that the
// phone does not know, a count of the store, goods handed to a distributor whose phone reads the code offline, and taken back.
// Then everything is sent, and the office's ledger is compared with what was done. In English and Bengali, on SQLite.
//
//   node e2e/offline/store.mjs          TRIPOL_SHOTS is a folder for pictures

import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { showScreen } from '../camera.mjs';
import { must, read, screen } from '../checks.mjs';
import { Program } from '../program.mjs';
import { installed } from '../serviceworker.mjs';
import { journeyLanguages } from '../words.mjs';
import { back, inView } from './history.mjs';
import { Phone, same } from './phone.mjs';
import { choose, enrol, sendAll, shot } from './steps.mjs';
import { balance, countItems, digits, dispatch, nameIn, said, tap, theWorld, to } from './storesteps.mjs';

/** @typedef {'en' | 'bn'} Language */
/** @typedef {import('playwright-core').Page} Page */
/** @typedef {{ item: string, code: string, name: string }} Item */
/** @typedef {import('./storesteps.mjs').World} World */

const SENT = 100;
const CAME = 98;
const HANDED = 20;
const RETURNED = 12;
const UNKNOWN = 7;
const CAMERA_MS = 60_000; // the decoder is loaded first, on a machine that may be busy

/** A waybill that arrives two short. @param {Phone} phone @param {Page} page @param {World} world @param {string} number */
async function acceptsShort(phone, page, world, number) {
  await to(phone, page, 'waybills');
  await page.getByRole('link', { name: number }).click();
  await screen(page, phone.say('arrival.title', { number }));
  must(!(await read(page.locator('main'))).includes(digits(phone, SENT)), 'the count is not blind');
  await tap(phone, page, 'arrival.begin');
  await shot(page, `store-item-${phone.language}`);
  await back(page);
  await tap(phone, page, 'arrival.begin');
  await countItems(phone, page, { [nameIn(phone, world.items['tarpaulin'])]: CAME }, 'arrival.check');
  await page.getByText(said(phone, 'arrival.ask_short', { sent: SENT, received: CAME, n: SENT - CAME })).waitFor();
  await page.getByRole('radio', { name: phone.say('arrival.why.broken') }).check();
  await screen(page, phone.say('arrival.check'));
  await shot(page, `store-check-${phone.language}`);
  await tap(phone, page, 'arrival.save');
  await screen(page, phone.say('arrival.done', { number }));
  await inView(page, page.getByText(phone.say('outbox.saved_here'), { exact: true }), 'that it is saved');
  await page.getByText(said(phone, 'goods.missing', { n: SENT - CAME })).waitFor();
  await shot(page, `store-accepted-${phone.language}`);
}

/** The same waybill again is shown and not counted twice; a letter wrong is asked about. @param {Phone} phone @param {Page} page @param {string} number @param {string} waiting */
async function typedNumbers(phone, page, number, waiting) {
  await to(phone, page, 'waybills');
  await tap(phone, page, 'waybills.read_title');
  const type = async (/** @type {string} */ text) => {
    await page.getByLabel(phone.say('waybills.type'), { exact: true }).fill(text);
    await tap(phone, page, 'waybills.read');
  };
  await type(`${waiting.slice(0, -1)}Z`);
  await page.getByText(phone.say('waybills.near')).waitFor();
  await page.getByRole('button', { name: phone.say('waybills.near_yes', { number: waiting }) }).waitFor();
  await shot(page, `store-near-${phone.language}`);
  await type('TP-123');
  await page.getByText(phone.say('waybills.mistyped')).waitFor();
  await type(number.toLowerCase().replaceAll('-', ' '));
  await page.getByText(phone.say('arrival.again')).waitFor();
  await back(page);
  await screen(page, phone.say('waybills.title'));
}

/** A waybill that the phone does not know. @param {Phone} phone @param {Page} page @param {World} world @param {string} number */
async function acceptsUnknown(phone, page, world, number) {
  await to(phone, page, 'waybills');
  await tap(phone, page, 'waybills.read_title');
  await page.getByLabel(phone.say('waybills.type'), { exact: true }).fill(number);
  await tap(phone, page, 'waybills.read');
  await page.getByText(phone.say('arrival.unknown')).waitFor();
  await tap(phone, page, 'arrival.begin');
  await page.getByText(phone.say('arrival.items_missing')).first().waitFor();
  const name = nameIn(phone, world.items['tarpaulin']);
  const stores = page.getByRole('radio', { name: nameIn(phone, world.store), exact: true });
  if (await stores.isVisible()) await stores.check();
  await page.getByRole('checkbox', { name }).check();
  await screen(page, phone.say('arrival.title', { number }));
  await shot(page, `store-unknown-${phone.language}`);
  await page.reload(); // what was chosen is a draft
  await unlockHere(phone, page);
  must(await page.getByRole('checkbox', { name }).isChecked(), 'the draft of the waybill is lost');
  await tap(phone, page, 'drafts.go_on');
  await countItems(phone, page, { [name]: UNKNOWN }, 'arrival.check');
  await tap(phone, page, 'arrival.save');
  await page.getByText(phone.say('arrival.office_matches')).waitFor();
}

/** @param {Phone} phone @param {Page} page */
async function unlockHere(phone, page) {
  await page.getByLabel(phone.say('pin.label'), { exact: true }).fill('135790');
  await page.getByRole('button', { name: phone.say('pin.open'), exact: true }).click();
}

/** A count of the store, blind. @param {Phone} phone @param {Page} page @param {World} world */
async function counts(phone, page, world) {
  await to(phone, page, `count/${world.store.id}`);
  await tap(phone, page, 'count.begin');
  await countItems(phone, page, { [nameIn(phone, world.items['tarpaulin'])]: 5 }, 'count.check');
  await screen(page, phone.say('count.check'));
  await shot(page, `store-counted-${phone.language}`);
  await tap(phone, page, 'goods.count_save');
  await screen(page, phone.say('count.done'));
}

/** Taps a worker's phone; of several, the one with the sign. @param {Page} page @param {string} worker @param {string} sign */
async function counter(page, worker, sign) {
  const links = page.getByRole('link', { name: worker });
  await links.first().waitFor();
  await ((await links.count()) > 1 ? links.filter({ hasText: sign }) : links).click();
}

/** The sign by which this phone is known to a storekeeper. @param {Phone} phone @param {Page} page @param {World} world */
async function signOf(phone, page, world) {
  await to(phone, page, `receive/${world.distribution.id}`);
  const said = await page.locator('main .muted.small').last().textContent();
  return /[\d০-৯]{3}/.exec(said ?? '')?.[0] ?? '';
}

/** Goods for the distributor, and the code as it can be typed. @param {Phone} phone @param {Page} page @param {World} world @param {string} worker @param {string} sign */
async function hands(phone, page, world, worker, sign) {
  await to(phone, page, 'hand');
  await counter(page, worker, sign);
  await page.getByRole('heading', { name: phone.say('hand.to', { who: worker }) }).waitFor();
  await tap(phone, page, 'nav.next');
  await page.getByRole('alert').first().waitFor(); // nothing was written
  await page.locator(`#quantity-${world.items['tarpaulin'].id}`).fill(digits(phone, HANDED));
  await tap(phone, page, 'nav.next');
  await screen(page, phone.say('hand.look', { who: worker }));
  await shot(page, `store-look-${phone.language}`);
  await tap(phone, page, 'hand.right');
  await screen(page, phone.say('hand.done', { who: worker }));
  await shot(page, `store-code-${phone.language}`);
  const text = await read(page.locator('.code'));
  const picture = await page.locator('svg[role=img]').screenshot({ type: 'jpeg', quality: 90 });
  return { typed: text.replaceAll(' ', ''), picture };
}

/** The distributor's phone reads the code offline, by its camera or typed. @param {Phone} phone @param {Page} page @param {World} world @param {string} code @param {boolean} scans */
async function receives(phone, page, world, code, scans) {
  await to(phone, page, `goods/${world.distribution.id}`);
  await page.getByRole('link', { name: phone.say('receive.title') }).click();
  const type = async (/** @type {string} */ text) => {
    await page.getByLabel(phone.say('receive.type'), { exact: true }).fill(text);
    await tap(phone, page, 'receive.read');
  };
  if (scans) {
    await page.getByText(phone.say('receive.look')).waitFor({ timeout: CAMERA_MS }); // its camera begins at once
  } else {
    await type(`${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`);
    await page.getByText(phone.say('receive.unreadable')).waitFor();
    await type(code);
    await page.locator(`#quantity-${world.items['tarpaulin'].id}`).fill(digits(phone, HANDED));
  }
  await screen(page, phone.say('receive.check'));
  await shot(page, `store-receive-${phone.language}`);
  await tap(phone, page, 'receive.take');
  await page.getByRole('heading', { name: phone.say('goods.title') }).waitFor();
  await page
    .getByRole('cell', { name: digits(phone, HANDED), exact: true })
    .first()
    .waitFor();
  await shot(page, `store-received-${phone.language}`);
  await page.getByRole('link', { name: phone.say('receive.title') }).click();
  if (!scans) await type(code);
  await page.getByText(phone.say('receive.known')).first().waitFor();
}

/** @param {Phone} phone @param {Page} page @param {World} world @param {string} worker @param {string} sign */
async function takesBack(phone, page, world, worker, sign) {
  await to(phone, page, 'back');
  await counter(page, worker, sign);
  must(!(await read(page.locator('main'))).includes(digits(phone, HANDED)), 'taking back is not blind');
  await page.locator(`#quantity-${world.items['tarpaulin'].id}`).fill(digits(phone, RETURNED));
  await tap(phone, page, 'nav.next');
  await tap(phone, page, 'hand.right');
  await screen(page, phone.say('back.done', { who: worker }));
  await page.getByRole('cell', { name: digits(phone, HANDED - RETURNED), exact: true }).waitFor();
  await shot(page, `store-back-${phone.language}`);
}

/** An unsent count is corrected: the form opens again with its answers. @param {Phone} phone @param {Page} page */
async function corrects(phone, page) {
  await page.goto(`${phone.base}/field/#/outbox`);
  await page
    .getByRole('link', { name: phone.say('kind.stock.count') })
    .first()
    .click();
  await tap(phone, page, 'entry.correct');
  await tap(phone, page, 'entry.correct_yes');
  await tap(phone, page, 'drafts.go_on');
  await page.getByRole('heading', { name: phone.say('count.check') }).waitFor();
  await tap(phone, page, 'goods.count_save');
  await screen(page, phone.say('count.done'));
}

/** @param {Program} program @param {Language} language */
async function day(program, language) {
  const world = await theWorld(program);
  const [number, waiting, unknown] = [`GD-${language}-0001`, `GD-${language}-5000`, `LATE-${language}-77`].map((one) =>
    one.toUpperCase(),
  );
  const receipt = {
    id: crypto.randomUUID(),
    store: world.other.id,
    supplier: 'Donor',
    document: '',
    lines: [{ item: world.items['tarpaulin'].id, quantity: 500 }],
  };
  await world.keeper.enter('stock.receive', receipt);
  await dispatch(world, number ?? '', SENT);
  await dispatch(world, waiting ?? '', 3);
  const before = await balance(world, world.store, 'tarpaulin');
  const keeper = new Phone(program.base, language);
  const film = join(program.folder, `screen-${language}.mjpeg`);
  const scans = language === 'bn';
  const distributor = new Phone(program.base, language, scans ? film : '');
  try {
    const hers = await distributor.open(true);
    await choose(hers, language);
    await enrol(distributor, hers, 'mina');
    await installed(hers);
    const his = await keeper.open(true);
    await choose(his, language);
    await enrol(keeper, his, 'biswajit');
    await installed(his);
    await shot(his, `store-today-${language}`);
    await keeper.line(false);
    await distributor.line(false);
    await acceptsShort(keeper, his, world, number ?? '');
    await typedNumbers(keeper, his, number ?? '', waiting ?? '');
    await counts(keeper, his, world);
    await corrects(keeper, his);
    await acceptsUnknown(keeper, his, world, unknown ?? '');
    await showScreen(his, await his.screenshot({ type: 'jpeg' }), film); // something to see
    const sign = await signOf(distributor, hers, world);
    const code = await hands(keeper, his, world, 'Mina Khatun', sign);
    await showScreen(his, code.picture, film);
    await receives(distributor, hers, world, code.typed, scans);
    await takesBack(keeper, his, world, 'Mina Khatun', sign);
    await distributor.line(true);
    await hers.goto(`${program.base}/field/#/`);
    await to(distributor, hers, `goods/${world.distribution.id}`); // tells the office of the load
    await keeper.line(true);
    await sendAll(keeper, his);
    await shot(his, `store-outbox-${language}`);
    await atTheOffice(world, before, unknown ?? '');
  } finally {
    await keeper.remove();
    await distributor.remove();
  }
}

/** The ledger of the office: what came, less what is with the distributor, each once. @param {World} world @param {number} before @param {string} unknown */
async function atTheOffice(world, before, unknown) {
  const now = before + CAME - HANDED + RETURNED;
  same(await balance(world, world.store, 'tarpaulin'), now, 'tarpaulins in the store');
  await dispatch(world, unknown, UNKNOWN); // the sender's paper comes after the goods
  for (let tries = 0; tries < 120; tries++) {
    if ((await balance(world, world.store, 'tarpaulin')) === now + UNKNOWN) return;
    await pause(500);
  }
  same(await balance(world, world.store, 'tarpaulin'), now + UNKNOWN, 'tarpaulins after the late waybill');
}

async function main() {
  const began = Date.now();
  const program = new Program();
  try {
    await program.setUp('sqlite');
    await program.serve(join(program.folder, 'server.log'));
    for (const language of journeyLanguages()) await day(program, language);
    process.stdout.write(`A storekeeper's phone: passed in ${(Date.now() - began) / 1000} s\n`);
  } finally {
    await program.remove();
  }
}

await main();
