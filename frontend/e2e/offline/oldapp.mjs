// Phones keep an app until their browser has fetched a new one. The app of before protocol 2, built from the history of this
// repository, works with today's server: it signs in, takes its list, hands out and registers without a network, and sends.
// In the long form it is updated while an entry is unsent, and returns to the old app: nothing is lost either way.
//
//   node e2e/offline/oldapp.mjs          TRIPOL_RETURNS=1 is the long form

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { must } from '../checks.mjs';
import { Program } from '../program.mjs';
import { installed } from '../serviceworker.mjs';
import { Office, Phone, same } from './phone.mjs';
import { cardsOf } from './steps.mjs';

const RETURNS = process.env['TRIPOL_RETURNS'] === '1';

/** The commit before the first one of the work on words, code and protocol 2. */
const OLD = '563319c0b3dce95ffba80ec0b66865285cb7db84';
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' };

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {typeof import('./steps.mjs')} Steps */

const git = (/** @type {string[]} */ ...words) =>
  execFileSync('git', ['-C', ROOT, ...words], { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });

/** Whether the history reaches back to the old app: a shallow clone's does not, and a copy without git has none. */
function reaches() {
  try {
    git('cat-file', '-e', `${OLD}^{commit}`);
    return true;
  } catch {
    return false;
  }
}

/** Builds the old app with the packages of today, and returns its folder. @param {string} folder */
function build(folder) {
  const [archive, source] = [join(folder, 'old.tar'), join(folder, 'frontend')];
  git('archive', '--output', archive, OLD, 'frontend');
  execFileSync('tar', ['-xf', archive, '-C', folder]);
  symlinkSync(join(ROOT, 'frontend/node_modules'), join(source, 'node_modules'));
  const vite = join(source, 'node_modules/vite/bin/vite.js');
  execFileSync(process.execPath, [vite, 'build', '--logLevel', 'error'], {
    cwd: source,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return source;
}

/** Stands before the server, which answers all requests but those for the files of the app. */
class Front {
  /** The folder of the app's files; empty: the server's own. */
  app = '';
  /** What phones asked for packs and feeds with. @type {Set<string>} */
  protocols = new Set();
  /** Asks for protocol 2 in the name of the old app: the control. */
  meddles = false;
  #target;
  #server = createServer((from, to) => this.#answer(from, to));

  /** @param {string} target */
  constructor(target) {
    this.#target = new URL(target);
  }

  /** @returns {Promise<string>} */
  open() {
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => {
        const { port } = /** @type {import('node:net').AddressInfo} */ (this.#server.address());
        resolve(`http://127.0.0.1:${port}`);
      });
    });
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** @param {import('node:http').IncomingMessage} from @param {import('node:http').ServerResponse} to */
  #answer(from, to) {
    const { pathname, searchParams } = new URL(from.url ?? '/', this.#target);
    const file = join(this.app, 'dist', pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    if (this.app !== '' && !pathname.startsWith('/api/') && existsSync(file)) {
      const kind = /** @type {Record<string, string>} */ (TYPES)[extname(file)] ?? 'application/octet-stream';
      to.writeHead(200, { 'Content-Type': kind, 'Cache-Control': 'no-cache' }).end(readFileSync(file));
      return;
    }
    const reads = pathname === '/api/v1/pack' || pathname === '/api/v1/feed';
    if (reads) this.protocols.add(searchParams.get('protocol') ?? 'none');
    if (reads && this.meddles) searchParams.set('protocol', '2');
    const { hostname, port } = this.#target;
    const path = this.meddles ? `${pathname}?${searchParams}` : from.url;
    const passed = request({ hostname, port, path, method: from.method, headers: from.headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    passed.on('error', () => to.destroy());
    from.pipe(passed);
  }
}

/** The script that a page of an app begins with. @param {string} html */
const script = (html) => /src="(\/assets\/[^"]+)"/.exec(html)?.[1] ?? '';

/** Opens the app again until it is the one of a page: the browser fetches a new one beside the old, which is locked then. */
async function becomes(/** @type {Phone} */ phone, /** @type {string} */ html) {
  for (let n = 0; n < 6; n++) {
    await phone.close();
    const page = await phone.open(true);
    await page.locator('input').first().waitFor();
    if (script(await page.content()) === script(html)) return page;
    await installed(page);
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update();
      // A new app waits until the old one has sent what is unsent.
      for (let i = 0; (registration.installing ?? registration.waiting) !== null && i < 100; i++)
        await new Promise((done) => setTimeout(done, 50));
    });
  }
  throw new Error('the phone did not get the other app');
}

/** A card is handed out. @param {Phone} phone @param {Page} page @param {string} site @param {string} card */
async function handOut(phone, page, site, card) {
  await page.goto(`${phone.base}/field/#/handout/${site}`);
  await page.getByLabel(phone.say('scan.type'), { exact: true }).fill(card);
  await page.getByRole('button', { name: phone.say('scan.read') }).click();
  await page.getByRole('button', { name: phone.say('verdict.give.word'), exact: true }).click();
  await page.locator('li .count').first().waitFor(); // the goods, by name
  await page.getByRole('button', { name: phone.say('handout.done'), exact: true }).click();
  const kept = page.getByText(phone.say('outbox.saved_here'), { exact: true });
  await kept
    .or(page.getByText(phone.say('sent.office_has_it'), { exact: true }))
    .first()
    .waitFor();
  await page.getByRole('button', { name: phone.say('handout.next') }).click();
}

/** What journeys say and do in the words of one app. @typedef {{ phone: Phone, steps: Steps }} App */

/** A worker of the old app registers a family without a network. @param {App} app @param {Office} office */
async function registers({ phone, steps }, office) {
  const page = await phone.open(true);
  await steps.enrol(phone, page, 'sabita');
  await phone.line(false);
  await page.reload(); // the app comes from the phone
  await steps.unlock(phone, page);
  await steps.register(phone, page, 'Old App');
  await phone.line(true);
  await steps.sendAll(phone, page);
  same((await office.families('Old App')).length, 1, 'the family that the old app registered');
}

/** A distributor hands out from the list of the old app, with a network and without. @param {App} old @param {string} site */
async function handsOut({ phone, steps }, site, /** @type {string[]} */ cards) {
  const page = await phone.open(true);
  await steps.enrol(phone, page, 'mina');
  await handOut(phone, page, site, cards[0] ?? '');
  await phone.line(false);
  await handOut(phone, page, site, cards[1] ?? '');
  return page;
}

/**
 * With an entry unsent the phone gets today's app, works with the list that the old one has stored, fetches one of protocol 2,
 * and gets the old app again, which fetches its own.
 * @param {App} old @param {App} now @param {Front} front @param {string} site @param {string[]} cards
 */
async function returns(old, now, front, site, cards) {
  const start = async () => (await fetch(`${old.phone.base}/field/`)).text();
  const [folder, first] = [front.app, await start()];
  front.app = '';
  let page = await becomes(old.phone, await start());
  await old.phone.line(false); // the list is still that of the old app
  await now.steps.unlock(now.phone, page);
  await handOut(now.phone, page, site, cards[2] ?? '');
  await old.phone.line(true);
  await now.steps.sendAll(now.phone, page);
  const fetched = page.waitForResponse((response) => response.url().endsWith('/api/v1/pack?protocol=2'));
  await page.goto(`${old.phone.base}/field/#/`);
  await fetched;
  front.app = folder;
  page = await becomes(old.phone, first);
  await old.steps.unlock(old.phone, page);
  await page.getByText(old.phone.say('pack.none')).waitFor({ state: 'detached' });
  await old.phone.line(false);
  await handOut(old.phone, page, site, cards[3] ?? '');
  return page;
}

/** The control: the old app cannot hand out from a pack of protocol 2, and the journey notices. @param {App} old */
async function cannot({ phone, steps }, /** @type {string} */ site, /** @type {string} */ card) {
  const page = await phone.open(true);
  await steps.enrol(phone, page, 'mina');
  page.setDefaultTimeout(4_000);
  const done = await handOut(phone, page, site, card).then(
    () => true,
    () => false,
  );
  must(!done, 'the old app hands out from a pack of protocol 2: the journey proves nothing');
}

async function main() {
  if (!reaches()) {
    process.stdout.write(`The old app was not run: the history does not reach back to ${OLD.slice(0, 7)}\n`);
    return;
  }
  const began = Date.now();
  const program = new Program();
  let front = /** @type {Front | null} */ (null);
  try {
    const folder = build(program.folder);
    const built = (Date.now() - began) / 1000;
    const from = async (/** @type {string} */ name) => import(pathToFileURL(join(folder, 'e2e/offline', name)).href);
    const [steps, { Phone: OldPhone }] = await Promise.all([from('steps.mjs'), from('phone.mjs')]);
    await program.setUp('sqlite');
    await program.serve(join(program.folder, 'server.log'));
    const office = await new Office(program.base).signIn('rina');
    const site = (await office.get('/api/v1/distributions?state=open')).rows[0].id;
    const cards = await cardsOf(office);
    front = new Front(program.base);
    front.app = folder;
    const base = await front.open();
    const phones = [new OldPhone(base, 'en'), new OldPhone(base, 'en'), new OldPhone(base, 'en')];
    const now = { phone: new Phone(base, 'en'), steps: await import('./steps.mjs') };
    try {
      const [worker, distributor, third] = phones.map((phone) => ({ phone, steps }));
      await registers(/** @type {App} */ (worker), office);
      const old = /** @type {App} */ (distributor);
      let page = await handsOut(old, site, cards);
      same([...front.protocols], ['none'], 'the protocols that the old app asks for');
      if (RETURNS) page = await returns(old, now, front, site, cards);
      await old.phone.line(true);
      await steps.sendAll(old.phone, page);
      same(cards.length - (await cardsOf(office)).length, RETURNS ? 4 : 2, 'the handovers that the office has');
      front.meddles = true;
      await cannot(/** @type {App} */ (third), site, cards[4] ?? '');
    } finally {
      await Promise.all([...phones, now.phone].map((phone) => phone.remove()));
    }
    const said = /All checks passed/.test(await program.command('verify'));
    same(said, true, 'everything closes');
    process.stdout.write(
      `The old app with today's server: passed in ${(Date.now() - began) / 1000} s, ${built} of them to build it\n`,
    );
  } finally {
    front?.close();
    await program.remove();
  }
}

await main();
