// A phone whose browser can be killed, the office that is asked what it knows, and the search through what a browser keeps.

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { must } from '../checks.mjs';
import { PASSWORD, PHONE } from '../people.mjs';
import { t } from '../words.mjs';

/** @typedef {'en' | 'bn'} Language */
/** @typedef {import('playwright-core').BrowserContext} Context */

/** @param {unknown} found @param {unknown} wanted @param {string} what */
export function same(found, wanted, what) {
  const texts = [JSON.stringify(wanted), JSON.stringify(found)];
  must(texts[0] === texts[1], `${what}: ${texts[0]} was expected and ${texts[1]} is there`);
}

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
];

/** The office, asked as its pages ask. */
export class Office {
  #base;
  /** @type {Record<string, string>} */
  #headers = {};
  /** @type {Office | undefined} */
  #reader;

  /** @param {string} base */
  constructor(base) {
    this.#base = base;
  }

  /** @param {string} login */
  async signIn(login, password = PASSWORD) {
    const response = await fetch(`${this.#base}/api/v1/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ login, password }),
    });
    must(response.ok, `${login} could not sign in`);
    const { csrf } = await response.json();
    this.#headers = { Cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '', 'X-CSRF-Token': csrf };
    return this;
  }

  /** @param {string} kind @param {unknown} payload */
  async enter(kind, payload) {
    const entry = { id: crypto.randomUUID(), kind, schema: 1, occurred_at: new Date().toISOString(), payload };
    const response = await fetch(`${this.#base}/api/v1/entries`, {
      method: 'POST',
      headers: { ...this.#headers, 'Content-Type': 'application/json' },
      body: JSON.stringify(entry),
    });
    must(response.ok, `${kind}: ${response.status} ${await response.text()}`);
    return entry.id;
  }

  /** Posts a body and returns the answer. @param {string} path @param {string} body @param {string} type */
  async send(path, body, type) {
    const headers = { ...this.#headers, 'Content-Type': type };
    const response = await fetch(`${this.#base}${path}`, { method: 'POST', headers, body });
    must(response.ok, `${path}: ${response.status} ${response.ok ? '' : await response.text()}`);
    return response.json();
  }

  /** @param {string} path */
  async file(path) {
    const response = await fetch(`${this.#base}${path}`, { headers: this.#headers });
    must(response.ok, `${path}: ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  }

  /** @param {string} path */
  async get(path) {
    const response = await fetch(`${this.#base}${path}`, { headers: this.#headers });
    must(response.ok, `${path}: ${response.status}`);
    return response.json();
  }

  /** All families that the office knows, as its protection officer reads them: who may verify a grade does not see it yet. */
  async everyFamily() {
    this.#reader ??= await new Office(this.#base).signIn('mukti');
    /** @type {{ id: string, name: string, house: string, size: number, grade: number | null, verified: boolean, card: string }[]} */
    const all = [];
    for (let after = ''; ; ) {
      const { rows, next } = await this.#reader.get(`/api/v1/households?after=${encodeURIComponent(after)}`);
      all.push(...rows);
      if (next === '') return all;
      after = next;
    }
  }

  /** The families of a name. @param {string} name */
  async families(name) {
    const { rows } = await this.get(`/api/v1/households?search=${encodeURIComponent(name)}`);
    return rows.filter((/** @type {{ name: string }} */ family) => family.name.startsWith(name)); // not what only sounds alike
  }
}

/** A phone whose browser can be killed and opened again with what it kept. */
export class Phone {
  #profile = mkdtempSync(join(tmpdir(), 'tripol-phone-'));
  #base;
  /** @type {Language} */
  #language;
  /** @type {Context | null} */
  #context = null;
  /** @type {{ code: string, size: number, last4: string }[]} */
  #list = [];
  #camera;

  /**
   * @param {string} base
   * @param {Language} language
   * @param {string} [camera] the film that its camera shows; its use has been allowed before
   */
  constructor(base, language, camera = '') {
    this.#base = base;
    this.#language = language;
    this.#camera = camera;
  }

  get base() {
    return this.#base;
  }

  get language() {
    return this.#language;
  }

  /** The families of the list that this phone was given last, who are still due; so many at least. @param {number} least */
  async due(least) {
    for (let tries = 0; tries < 100 && this.#list.length < least; tries++) await pause(100); // its answer is still being read
    must(this.#list.length >= least, 'the phone carries too few families');
    return this.#list;
  }

  /** Looks at the lists that the phone is given on its way. @param {import('playwright-core').Response} response */
  async #listen(response) {
    if (!/\/api\/v1\/pack\/[^/]+\/list-/.test(response.url()) || !response.ok()) return;
    /** @type {{ families: { code: string, size: number, phone4: string, served_at: string | null }[] }} */
    const { families } = await response.json();
    this.#list = families
      .filter((row) => row.served_at === null && row.code !== '')
      .map(({ code, size, phone4 }) => ({ code, size, last4: phone4 }));
  }

  get profile() {
    return this.#profile;
  }

  /** @param {string} key @param {Record<string, string | number>} [values] */
  say(key, values = {}) {
    return t(key, values, this.#language);
  }

  /**
   * @param {boolean} online
   * @param {(page: import('playwright-core').Page) => Promise<void>} [prepare] done before the app is opened
   */
  async open(online, prepare = async () => {}) {
    const film = `--use-file-for-fake-video-capture=${this.#camera}`;
    const camera = this.#camera === '' ? [] : ['--use-fake-device-for-media-stream', film];
    this.#context = await chromium.launchPersistentContext(this.#profile, {
      ...PHONE,
      executablePath: process.env['TRIPOL_CHROMIUM'] ?? '/usr/bin/chromium',
      headless: true,
      locale: 'en-IN',
      timezoneId: 'Asia/Kolkata',
      permissions: this.#camera === '' ? [] : ['camera'],
      args: [...ARGUMENTS, ...camera],
    });
    this.#context.setDefaultTimeout(20_000);
    this.#context.on('response', (response) => void this.#listen(response).catch(() => {}));
    await this.line(online);
    const page = this.#context.pages()[0] ?? (await this.#context.newPage());
    await prepare(page);
    await page.goto(`${this.#base}/field/`);
    return page;
  }

  /** @param {boolean} there */
  async line(there) {
    await this.#context?.setOffline(!there);
  }

  /** Ends the browser as a dead battery does. */
  async kill() {
    const context = this.#context;
    this.#context = null;
    const ended = new Promise((resolve) => context?.once('close', resolve));
    const pids = browsersOf(this.#profile);
    must(pids.length > 0, 'no browser runs that could be killed');
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // it went with another
      }
    }
    await ended;
    rmSync(join(this.#profile, 'SingletonLock'), { force: true });
  }

  /** Closes the browser as its user does. */
  async close() {
    await this.#context?.close();
    this.#context = null;
  }

  async remove() {
    await this.close();
    rmSync(this.#profile, { recursive: true, force: true });
  }
}

/** The processes of a browser with this profile. @param {string} profile */
function browsersOf(profile) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(profile);
      } catch {
        return false; // it has ended meanwhile
      }
    })
    .map(Number);
}

/** B59 (a): of what was typed, nothing stands readable in the files of the browser. @param {string} folder @param {string} canary */
export function readable(folder, canary) {
  const wanted = [Buffer.from(canary, 'utf8'), Buffer.from(canary, 'utf16le')];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
    .filter((path) => wanted.some((text) => readFileSync(path).includes(text)));
}
