// B33 in the browser itself: the phone's reader, upon Chromium's mathematics, reads the office's own cards as the office does.
//
//   node e2e/offline/cards.mjs

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { must } from '../checks.mjs';
import { openBrowser } from '../people.mjs';

/** @typedef {{ text: string, is: string, id?: string, expires?: number, why: string }} Card */
/** @typedef {{ today: number, keys: Record<string, string>, cards: Card[] }} Vectors */

const PAGE = 'http://localhost/cards'; // answered here, and a place where a browser does signatures
const path = (/** @type {string} */ from) => fileURLToPath(new URL(from, import.meta.url));

/** The phone's reader as one file. */
async function reader() {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      lib: { entry: path('../../src/field/phone/pack/card.ts'), formats: ['es'], fileName: 'card' },
      rollupOptions: { external: ['age-encryption'] },
    },
  });
  const [first] = /** @type {{ output: { type: string, code?: string }[] }[]} */ (built);
  return first?.output.find((file) => file.type === 'chunk')?.code ?? '';
}

/** Reads all cards in the page; gives those that are read as something else, by why they were made. @param {Vectors} vectors */
async function readAll({ today, keys, cards }) {
  const address = '/card.js';
  const { read, isWeak } = await import(address);
  const bytes = (/** @type {string} */ hex) =>
    Uint8Array.from(hex.match(/../g) ?? [], (two) => Number.parseInt(two, 16));
  const carried = { keys: new Map(), revoked: new Set() };
  for (const [kid, hex] of Object.entries(keys)) {
    const raw = bytes(hex);
    const key = isWeak(raw) ? null : await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
    carried.keys.set(Number.parseInt(kid, 16), key);
  }
  /** @type {Record<string, number>} */
  const wrong = {};
  for (const card of cards) {
    const reading = await read(card.text, carried, today);
    const same =
      reading.is === card.is && (card.is !== 'card' || (reading.id === card.id && reading.expiresOn === card.expires));
    if (!same) wrong[card.why] = (wrong[card.why] ?? 0) + 1;
  }
  return wrong;
}

async function main() {
  /** @type {Vectors} */
  const vectors = JSON.parse(readFileSync(path('../../../internal/card/testdata/cards.json'), 'utf8'));
  must(vectors.cards.length >= 2000, 'there are too few cards');
  const code = await reader();
  const browser = await openBrowser('none.mjpeg');
  try {
    const page = await browser.newPage();
    await page.route('http://localhost/**', (route) =>
      route.request().url() === PAGE
        ? route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Cards</title>' })
        : route.fulfill({ contentType: 'text/javascript', body: code }),
    );
    await page.goto(PAGE);
    const wrong = await page.evaluate(readAll, vectors);
    must(Object.keys(wrong).length === 0, `cards are read otherwise than at the office: ${JSON.stringify(wrong)}`);
    const { [Object.keys(vectors.keys)[0] ?? '']: _, ...fewer } = vectors.keys;
    const control = await page.evaluate(readAll, { ...vectors, keys: fewer });
    must((control['good'] ?? 0) > 0, 'a reader that knows one key less was not found');
    process.stdout.write(`${vectors.cards.length} cards read in a browser as at the office\n`);
  } finally {
    await browser.close();
  }
}

await main();
