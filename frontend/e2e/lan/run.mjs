// A laptop serves phones in its network (`tripol serve --lan`), and a real browser comes by the laptop's address: with the
// authority trusted, without it, and over plain http. TRIPOL_BIN is another program to try.

import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { choosePin } from '../people.mjs';
import { t } from '../words.mjs';
import { makeNetwork } from './network.mjs';

const BINARY = process.env['TRIPOL_BIN'] ?? fileURLToPath(new URL('../../../bin/tripol', import.meta.url));
const PASSWORD = 'a long enough one';
const PATIENCE_MS = 20_000;
const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

const say = (/** @type {string} */ text) => process.stdout.write(`${text}\n`);

/**
 * @param {boolean} holds
 * @param {string} what
 */
function assert(holds, what) {
  if (!holds) throw new Error(what);
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '0.0.0.0', () => {
      const at = probe.address();
      probe.close(() => resolve(typeof at === 'object' && at !== null ? at.port : 0));
    });
  });
}

/**
 * Starts the laptop's server and waits until its console says where phones come in.
 * @param {import('./network.mjs').Network} network
 * @param {string} folder
 */
async function startLaptop(network, folder) {
  const [https, plain] = [await freePort(), await freePort()];
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('TRIPOL_'));
  const env = {
    ...Object.fromEntries(own),
    TRIPOL_DATA: join(folder, 'data'),
    TRIPOL_LAN_ADDR: `${network.address}:${https}`,
    TRIPOL_TRUST_ADDR: `${network.address}:${plain}`,
  };
  const person = ['user', 'add', 'rina', '--name', 'Rina', '--organisation', 'Samiti', '--role', 'outreach_worker'];
  execFileSync(BINARY, person, { env, input: `${PASSWORD}\n`, stdio: 'pipe' });
  const [program, ...words] = [...network.inside, BINARY, 'serve', '--lan'];
  const server = spawn(program ?? BINARY, words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let shown = '';
  server.stdout.on('data', (text) => {
    shown += text;
  });
  server.stderr.on('data', (text) => {
    shown += text;
  });
  const base = { https: `https://${network.address}:${https}`, plain: `http://${network.address}:${plain}` };
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await fetch(`${base.plain}/healthz`).catch(() => null);
    if (answer?.ok) return { ...base, server, shown: () => shown };
    if (server.exitCode !== null || Date.now() > until) throw new Error(`tripol serve --lan: ${shown}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** @typedef {Awaited<ReturnType<typeof startLaptop>>} Laptop */

/**
 * A browser with a home of its own; what is given there is an authority that it trusts.
 * @param {string} home
 * @param {Buffer | null} authority
 */
async function openPhone(home, authority) {
  const store = join(home, '.pki/nssdb');
  mkdirSync(store, { recursive: true });
  execFileSync('certutil', ['-d', `sql:${store}`, '-N', '--empty-password'], { stdio: 'pipe' });
  if (authority !== null) {
    const file = join(home, 'tripol.crt');
    writeFileSync(file, authority);
    execFileSync('certutil', ['-d', `sql:${store}`, '-A', '-n', 'Tripol', '-t', 'C,,', '-i', file], { stdio: 'pipe' });
  }
  const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const executablePath = process.env['TRIPOL_CHROMIUM'] ?? places.find((place) => existsSync(place));
  if (executablePath === undefined) throw new Error('there is no Chromium here: run make deps, or set TRIPOL_CHROMIUM');
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('XDG_'));
  const flags = ['no-sandbox', 'disable-gpu', 'disable-quic', 'no-first-run', 'disable-background-networking'];
  return chromium.launch({
    executablePath,
    env: { ...Object.fromEntries(own), HOME: home },
    args: [...flags, 'disable-component-update', 'disable-sync', 'no-proxy-server'].map((flag) => `--${flag}`),
  });
}

/** What a page is given by the browser. */
const powers = () => ({
  secure: isSecureContext,
  camera: typeof navigator.mediaDevices?.getUserMedia === 'function',
  offline: 'serviceWorker' in navigator,
});

/**
 * @param {Laptop} laptop
 * @param {import('playwright-core').Page} page
 */
async function plainSaysWhatIsMissing(laptop, page) {
  await page.goto(`${laptop.plain}/field/?lang=bn`);
  await page.getByRole('heading', { name: t('trust.plain_title', {}, 'bn') }).waitFor();
  const given = await page.evaluate(powers);
  assert(!given.secure && !given.camera && !given.offline, `plain http is given ${JSON.stringify(given)}`);
  await page.getByRole('link', { name: t('trust.plain_steps', {}, 'bn') }).click();
  await page.getByRole('link', { name: t('trust.download', {}, 'bn') }).waitFor();
  const refused = await page.evaluate(async (password) => {
    const body = JSON.stringify({ login: 'rina', password });
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch('/api/v1/session', { method: 'POST', headers, body });
    return { status: answer.status, code: (await answer.json()).code };
  }, PASSWORD);
  assert(refused.status === 403 && refused.code === 'secure_context_required', `signed in: ${JSON.stringify(refused)}`);
}

/**
 * @param {Laptop} laptop
 * @param {import('playwright-core').Page} page
 */
async function strangerIsWarned(laptop, page) {
  const went = await page.goto(`${laptop.https}/field/`).then(
    () => 'the page opened',
    (error) => String(error),
  );
  assert(went.includes('ERR_CERT_AUTHORITY_INVALID'), `without the authority: ${went}`);
}

/**
 * @param {Laptop} laptop
 * @param {import('playwright-core').Page} page
 */
async function trustedPhoneSignsIn(laptop, page) {
  await page.goto(`${laptop.https}/field/`);
  const given = await page.evaluate(powers);
  assert(given.secure && given.camera && given.offline, `with the authority: ${JSON.stringify(given)}`);
  await page.getByLabel(t('session.login'), { exact: true }).fill('rina');
  await page.getByLabel(t('session.password'), { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: t('session.sign_in') }).click();
  await choosePin(page);
}

/**
 * The authority as a phone downloads it, when its fingerprint is the one on the laptop's console.
 * @param {Laptop} laptop
 */
async function download(laptop) {
  const answer = await fetch(`${laptop.plain}/trust/authority.crt`);
  const kind = answer.headers.get('content-type');
  assert(kind === 'application/x-x509-ca-cert', `the certificate comes as ${kind}`);
  const file = Buffer.from(await answer.arrayBuffer());
  const sum = createHash('sha256').update(file).digest('hex').toUpperCase();
  const groups = (sum.match(/.{8}/g) ?? []).map((group) => (group.match(/../g) ?? []).join(':'));
  for (const group of groups) assert(laptop.shown().includes(group), `the console does not show ${group}`);
  return file;
}

/**
 * @param {Laptop} laptop
 * @param {string} folder
 */
async function play(laptop, folder) {
  const authority = await download(laptop);
  /** @type {[string, Buffer | null, (laptop: Laptop, page: import('playwright-core').Page) => Promise<void>][]} */
  const steps = [
    ['plain http says what is missing and takes no password', null, plainSaysWhatIsMissing],
    ['a phone without the authority is warned', null, strangerIsWarned],
    ['a phone with it has camera and storage, and signs in', authority, trustedPhoneSignsIn],
  ];
  for (const [index, [name, trusted, step]] of steps.entries()) {
    const began = Date.now();
    const browser = await openPhone(join(folder, `phone-${index}`), trusted);
    try {
      const page = await browser.newPage({ ...PHONE, locale: 'en-IN' });
      page.setDefaultTimeout(PATIENCE_MS);
      await step(laptop, page);
    } finally {
      await browser.close();
    }
    say(`  ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  }
}

async function main() {
  const network = makeNetwork();
  if (typeof network === 'string') {
    say(`Not tried: phones in a network. This machine allows ${network}.`);
    return;
  }
  if (network.inside.length === 0) say('Without a network namespace: by a private address of this machine.');
  const folder = mkdtempSync(join(tmpdir(), 'tripol-lan-'));
  /** @type {Laptop | null} */
  let laptop = null;
  const stop = () => {
    laptop?.server.kill('SIGKILL');
    network.remove();
    rmSync(folder, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => {
      stop();
      process.exit(1);
    });
  }
  try {
    laptop = await startLaptop(network, folder);
    await play(laptop, folder);
    const { server } = laptop;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    assert((await ended) === 0, `it stopped badly: ${laptop.shown()}`);
  } catch (error) {
    say(`FAILED: ${error instanceof Error ? error.stack : error}`);
    process.exitCode = 1;
  } finally {
    stop();
  }
}

await main();
