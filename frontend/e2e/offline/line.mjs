// A new phone on a slow line: 400 kbit/s, 400 ms of latency, and a processor slowed fourfold. It times the first heading, and
// a list of 2,000 families from sign-in until it is on the phone, and weighs each family. One line of JSON states the figures;
// it fails beyond the bounds. A busy machine is told by the same work without the line: the bounds are for an idle one.
//
//   node e2e/offline/line.mjs      TRIPOL_FAMILIES: on the list; TRIPOL_ROUNDS: of the first heading

import { join } from 'node:path';
import { must } from '../checks.mjs';
import { Program } from '../program.mjs';
import { Phone } from './phone.mjs';
import { tools } from './queue.mjs';
import { enrol } from './steps.mjs';

const FAMILIES = Number(process.env['TRIPOL_FAMILIES'] ?? 2000);
const ROUNDS = Number(process.env['TRIPOL_ROUNDS'] ?? 3);
const LINE = { offline: false, latency: 400, downloadThroughput: 400_000 / 8, uploadThroughput: 400_000 / 8 };
const SLOW = 4;
const HEADING_MS = 4000;
const LIST_MS = 30_000;
const FAMILY_BYTES = 700;

/** @typedef {import('playwright-core').Page} Page */

/** Puts a page on the slow line, or with the control's factor on a free one. @param {number} times */
const onTheLine = (times) => async (/** @type {Page} */ page) => {
  const browser = await tools(page);
  await browser.send('Network.enable');
  if (times > 1) await browser.send('Network.emulateNetworkConditions', LINE);
  await browser.send('Emulation.setCPUThrottlingRate', { rate: times });
  await page.addInitScript(() => {
    const heading = new MutationObserver(() => {
      if (document.querySelector('h1') === null) return;
      performance.mark('heading');
      heading.disconnect();
    });
    heading.observe(document, { childList: true, subtree: true });
  });
};

/** From the address to the first heading of a phone that was never here, in ms. @param {Program} program @param {number} times */
async function heading(program, times) {
  const phone = new Phone(program.base, 'en');
  try {
    const page = await phone.open(true, onTheLine(times));
    await page.locator('h1').first().waitFor();
    return await page.evaluate(() => Math.round(performance.getEntriesByName('heading')[0]?.startTime ?? Number.NaN));
  } finally {
    await phone.remove();
  }
}

/** Signs a worker in on the line, and fetches the list. @param {Program} program @param {{ logins: string[], password: string }} world */
async function list(program, world) {
  const phone = new Phone(program.base, 'en');
  try {
    const page = await phone.open(true, onTheLine(SLOW));
    let bytes = 0;
    const parts = /** @type {Set<string>} */ (new Set());
    const browser = await tools(page);
    browser.on('Network.responseReceived', ({ requestId, response }) => {
      if (/\/api\/v1\/pack\/[^/]+\/(list-|families)/.test(response.url)) parts.add(requestId);
    });
    browser.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (parts.has(requestId)) bytes += encodedDataLength;
    });
    let began = 0;
    page.on('request', (request) => {
      if (request.url().endsWith('/api/v1/devices')) began = Date.now(); // login, password and PIN are typed
    });
    await enrol(phone, page, world.logins[0] ?? '', world.password);
    return { ms: Date.now() - began, bytes: Math.round(bytes / FAMILIES) };
  } finally {
    await phone.remove();
  }
}

/** @param {number[]} all */
const least = (all) => Math.min(...all);

async function main() {
  const program = new Program();
  try {
    const world = await program.setUpWorld('sqlite', FAMILIES);
    await program.serve(join(program.folder, 'server.log'));
    const slow = [];
    const free = [];
    for (let n = 0; n < ROUNDS; n++) {
      slow.push(await heading(program, SLOW));
      free.push(await heading(program, 1)); // the control: what this machine takes without the line
    }
    const { ms, bytes } = await list(program, world);
    process.stdout.write(
      `${JSON.stringify({ heading_ms: slow, without_line_ms: free, families: FAMILIES, list_ms: ms, family_bytes: bytes })}\n`,
    );
    must(least(slow) > least(free), 'the line slows nothing down: the figures prove nothing');
    must(least(slow) <= HEADING_MS, `the first heading took ${least(slow)} ms`);
    must(ms <= LIST_MS, `the list took ${ms} ms`);
    must(bytes <= FAMILY_BYTES, `a family takes ${bytes} bytes`);
  } finally {
    await program.remove();
  }
}

await main();
