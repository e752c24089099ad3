// A new version of the app comes while entries are unsent or answers unfinished: it waits, nothing is lost, and no page runs
// with files of two versions. The new version is the same build under another number, put in front of the server here.
//
//   node e2e/offline/update.mjs          TRIPOL_UPDATES is how many versions come

import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { must } from '../checks.mjs';
import { Program } from '../program.mjs';
import { installed } from '../serviceworker.mjs';
import { Phone, same } from './phone.mjs';
import { enrol, register, unlock } from './steps.mjs';

const UPDATES = Number(process.env['TRIPOL_UPDATES'] ?? 2);

/** Stands before the server: gives the service worker a number, and holds back what phones send when told to. */
class Front {
  version = 1;
  hold = false;
  #target;
  #server;

  /** @param {string} target */
  constructor(target) {
    this.#target = new URL(target);
    this.#server = createServer((from, to) => this.#pass(from, to));
  }

  /** @returns {Promise<string>} */
  open() {
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => {
        const address = this.#server.address();
        must(typeof address === 'object' && address !== null, 'the front has no address');
        resolve(`http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (address).port}`);
      });
    });
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** @param {import('node:http').IncomingMessage} from @param {import('node:http').ServerResponse} to */
  #pass(from, to) {
    if (this.hold && from.url === '/api/v1/sync') {
      from.resume();
      to.writeHead(503, { 'Retry-After': '1' }).end();
      return;
    }
    const { hostname, port } = this.#target;
    const { 'accept-encoding': _, 'if-none-match': __, ...asked } = from.headers; // plain text can be read here
    const passed = request({ hostname, port, path: from.url, method: from.method, headers: asked }, (answer) => {
      if (from.url === '/field/sw.js') this.#number(answer, to);
      else {
        to.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(to);
      }
    });
    passed.on('error', () => to.destroy());
    from.pipe(passed);
  }

  /** @param {import('node:http').IncomingMessage} answer @param {import('node:http').ServerResponse} to */
  async #number(answer, to) {
    let text = '';
    for await (const piece of answer) text += piece;
    const body = text.replace(/const VERSION = '[^']*'/, `const VERSION = 'test-${this.version}'`);
    must(body !== text, 'the service worker has no version');
    const { 'content-length': _, etag: __, ...headers } = answer.headers;
    to.writeHead(answer.statusCode ?? 502, headers).end(body);
  }
}

/** @param {import('playwright-core').Page} page */
const versions = (page) =>
  page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('tripol-test-')).sort());

/** Has the browser look for a new version and waits until it stands ready. @param {import('playwright-core').Page} page */
async function comes(page) {
  await installed(page);
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    for (let n = 0; registration.waiting === null && n < 200; n++) await new Promise((done) => setTimeout(done, 50));
    if (registration.waiting === null) throw new Error('the new version did not come');
  });
}

/** @param {import('playwright-core').Page} page @param {string} name */
const mark = (page, name) => page.evaluate((text) => Object.assign(globalThis, { marked: text }), name);
/** @param {import('playwright-core').Page} page */
const marked = (page) => page.evaluate(() => /** @type {{ marked?: string }} */ (globalThis).marked ?? '');

/**
 * Waits until the new version has started: the page is new and locked. A browser that is watched, as here, does not always let a
 * worker go that was just at work; then the new one starts when the app is opened the next time.
 * @param {Phone} phone @param {import('playwright-core').Page} page
 */
async function begun(phone, page) {
  const locked = page.getByLabel(phone.say('pin.label'), { exact: true });
  const soon = await locked.waitFor({ timeout: 5_000 }).then(
    () => true,
    () => false,
  );
  if (soon) return page;
  await phone.close();
  return phone.open(true);
}

/** Discards the one unfinished registration. @param {Phone} phone @param {import('playwright-core').Page} page */
async function discardDraft(phone, page) {
  await page.getByRole('link', { name: phone.say('drafts.title') }).click();
  await page.getByRole('button', { name: phone.say('drafts.discard') }).click();
  await page.getByRole('button', { name: phone.say('drafts.discard_yes') }).click();
  await page.getByText(phone.say('drafts.none')).waitFor();
}

/** One new version, while an entry is unsent, or while a registration is half written. */
async function round(
  /** @type {Front} */ front,
  /** @type {Phone} */ phone,
  /** @type {import('playwright-core').Page} */ page,
  /** @type {number} */ n,
) {
  const before = `tripol-test-${front.version}`;
  const writing = n % 2 === 0;
  front.hold = !writing;
  if (writing) {
    await page.goto(`${phone.base}/field/#/register`);
    await page.getByRole('button', { name: phone.say('answer.yes') }).click();
  } else await register(phone, page, `Update ${n}`);
  await mark(page, before);
  front.version += 1;
  await comes(page);
  await page.goto(`${phone.base}/field/#/`);
  await page.getByText(phone.say('update.waits')).waitFor();
  await new Promise((done) => setTimeout(done, 300)); // time in which it could start, and must not
  same(await marked(page), before, 'the page that has unsent or unfinished work');
  same(await versions(page), [before, `tripol-test-${front.version}`].sort(), 'the versions kept while one waits');
  front.hold = false;
  if (writing) await discardDraft(phone, page);
  if (writing) await register(phone, page, `Update ${n}`, '', true);
  await page.goto(`${phone.base}/field/#/outbox`);
  await page.getByRole('button', { name: phone.say('outbox.send_now') }).click();
  await page.getByText(phone.say('outbox.all_sent')).waitFor();
  await page.goto(`${phone.base}/field/#/`);
  page = await begun(phone, page);
  await unlock(phone, page);
  same(await marked(page), '', 'the page after everything was sent');
  same(await versions(page), [`tripol-test-${front.version}`], 'the versions kept after it started');
  return page;
}

async function main() {
  const began = Date.now();
  const program = new Program();
  let front = /** @type {Front | null} */ (null);
  try {
    await program.setUp('sqlite');
    await program.serve(join(program.folder, 'server.log'));
    front = new Front(program.base);
    const phone = new Phone(await front.open(), 'en');
    try {
      let page = await phone.open(true);
      await enrol(phone, page, 'sabita');
      await installed(page);
      for (let n = 1; n <= UPDATES; n++) page = await round(front, phone, page, n);
      await page.goto(`${phone.base}/field/#/outbox`);
      const said = `${phone.say('outbox.group.sent')} (${UPDATES})`; // the list under it shows the newest only
      await page.getByRole('heading', { name: said, exact: true }).waitFor();
    } finally {
      await phone.remove();
    }
    process.stdout.write(`${UPDATES} new versions waited their turn: passed in ${(Date.now() - began) / 1000} s\n`);
  } finally {
    front?.close();
    await program.remove();
  }
}

await main();
