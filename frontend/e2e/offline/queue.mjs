// A queue of families before one phone: a camera into which card after card is held, and what the page then does, measured
// inside the page from one painted frame to another.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./phone.mjs').Phone} Phone */

/** What the page is given for a trial; it lives in the page's window. */
/**
 * @typedef {object} Trial
 * @property {(squares: number[][]) => number} hold shows a card to the camera, and gives the moment
 * @property {() => void} clear takes the card away
 * @property {(selector: string) => Promise<number>} painted the moment at which such an element has been painted
 * @property {() => { live: number, torch: boolean | null }} camera pictures that are still being taken, and the torch
 * @property {string} mark drawn anew whenever the page is loaded
 * @property {unknown[]} planted what a control keeps alive
 * @property {Promise<number>} started ms from the start of the page until it asked for the PIN
 * @property {number[]} keys ms from each key press to the frame after it
 */

const WIDTH = 1280;
const HEIGHT = 720;
const CODE = 416; // px: a card held in the middle of the picture

/** Runs in the page before its own scripts. @param {{ width: number, height: number, code: number }} size in px */
function install({ width, height, code }) {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  /** @type {MediaStreamTrack[]} */
  const tracks = [];
  /** @type {boolean | null} */
  let torch = null;
  const table = () => {
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.fillStyle = '#8a8378';
    pen.fillRect(0, 0, width, height);
  };
  /** @param {number[][]} squares */
  const hold = (squares) => {
    table();
    pen.translate(width / 2, height / 2);
    pen.rotate(0.12); // nobody holds a card straight
    const side = code / squares.length;
    pen.fillStyle = '#f4f1ea';
    pen.fillRect(-code * 0.6, -code * 0.6, code * 1.2, code * 1.2);
    pen.translate(-code / 2, -code / 2);
    squares.forEach((row, y) => {
      row.forEach((light, x) => {
        pen.fillStyle = light ? '#f4f1ea' : '#16181c';
        pen.fillRect(x * side, y * side, side + 0.5, side + 0.5);
      });
    });
    return performance.now();
  };
  /** @type {number[]} */
  const keys = [];
  const nextFrame = (/** @type {() => void} */ then) =>
    requestAnimationFrame(() => {
      const after = new MessageChannel(); // a message sent from a frame arrives when that frame has been drawn
      after.port1.onmessage = then;
      after.port2.postMessage(0);
    });
  /** @param {string} selector @returns {Promise<number>} */
  const painted = (selector) =>
    new Promise((resolve) => {
      const look = () => {
        if (document.querySelector(selector) === null) return false;
        watcher.disconnect();
        nextFrame(() => resolve(performance.now()));
        return true;
      };
      const watcher = new MutationObserver(look);
      watcher.observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
      look();
    });
  navigator.mediaDevices.getUserMedia = async () => {
    table();
    const stream = canvas.captureStream(30);
    const [first] = stream.getVideoTracks();
    const picture = setInterval(() => {
      pen.fillRect(0, 0, 1, 1); // a camera sends pictures whether anything moves or not
      if (first?.readyState !== 'live') clearInterval(picture);
    }, 33);
    for (const track of stream.getVideoTracks()) {
      tracks.push(track);
      track.getCapabilities = () => /** @type {MediaTrackCapabilities} */ ({ torch: true });
      track.applyConstraints = async (wanted) => {
        const [first] = wanted?.advanced ?? [];
        torch = /** @type {{ torch?: boolean } | undefined} */ (first)?.torch ?? null;
      };
    }
    return stream;
  };
  addEventListener('keydown', (event) => nextFrame(() => keys.push(performance.now() - event.timeStamp)), {
    capture: true,
  });
  const camera = () => ({ live: tracks.filter((track) => track.readyState === 'live').length, torch });
  const mark = String(Math.random()); // no randomUUID on a page that is not secure
  const started = painted('#pin');
  Object.assign(window, { trial: { hold, clear: table, painted, camera, mark, planted: [], keys, started } });
}

/** Puts the camera and the measuring into every page of a phone. @param {Page} page */
export async function equip(page) {
  await page.context().addInitScript(install, { width: WIDTH, height: HEIGHT, code: CODE });
}

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm');
const ready = prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer }, fireImmediately: true });

/** The squares of a card's code ; 1 is light. @param {string} token */
export async function squares(token) {
  await ready;
  const { symbol, error } = await writeBarcode(token, { format: 'QRCode', ecLevel: 'M' });
  if (error !== '') throw new Error(`no code for a card: ${error}`);
  return Array.from({ length: symbol.height }, (_, y) =>
    Array.from(symbol.data.subarray(y * symbol.width, (y + 1) * symbol.width), (value) => (value > 127 ? 1 : 0)),
  );
}

/** How long from a card before the camera to its verdict on the screen, in ms. @param {Page} page @param {string} token */
export async function scan(page, token) {
  return page.evaluate(
    async (card) => {
      const { trial } = /** @type {{ trial: Trial }} */ (/** @type {unknown} */ (window));
      const shown = trial.hold(card);
      const verdict = await trial.painted('.verdict h1');
      trial.clear();
      return verdict - shown;
    },
    await squares(token),
  );
}

/** Presses what a person presses, and gives the ms until something has been painted. @param {Page} page @param {string} press @param {string} then */
export function pressed(page, press, then) {
  return page.evaluate(
    async ([button, wanted]) => {
      const { trial } = /** @type {{ trial: Trial }} */ (/** @type {unknown} */ (window));
      const target = /** @type {HTMLElement | null} */ (document.querySelector(/** @type {string} */ (button)));
      if (target === null) throw new Error(`nothing to press: ${button}`);
      const began = performance.now();
      target.click();
      for (let turn = 0; turn < 20; turn++) await null; // what was shown before goes first
      return (await trial.painted(/** @type {string} */ (wanted))) - began;
    },
    [press, then],
  );
}

/** @type {WeakMap<Page, Promise<import('playwright-core').CDPSession>>} */
const sessions = new WeakMap();

/** The one session with a page's developer tools. It stays: one that leaves takes airplane mode along. @param {Page} page */
export function tools(page) {
  const known = sessions.get(page) ?? page.context().newCDPSession(page);
  sessions.set(page, known);
  return known;
}

/** How long the same work takes in a page, in ms. @param {Page} page */
export const working = (page) =>
  page.evaluate(() => {
    const began = performance.now();
    let sum = 0;
    for (let n = 0; n < 30_000_000; n++) sum = (sum * 31 + n) | 0;
    return performance.now() - began + (sum === 0.5 ? 1 : 0);
  });

/** What the page holds after everything that nobody uses is gone. @param {Page} page */
export async function held(page) {
  const session = await tools(page);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (/** @type {string} */ name) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  const { live, mark } = await page.evaluate(() => {
    const { trial } = /** @type {{ trial: Trial }} */ (/** @type {unknown} */ (window));
    return { live: trial.camera().live, mark: trial.mark };
  });
  return { bytes: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners'), cameras: live, mark };
}

/** @typedef {Awaited<ReturnType<typeof held>>} Held */

const BYTES_A_CARD = 8_000; // what a handover leaves on purpose: its line in the outbox, for the screens
const BYTES_ONCE = 800_000; // what the browser compiles while the same code runs again and again
const NODES_A_CARD = 1;

/** What says that a page loses memory or was loaded anew, between two looks with so many cards in between. @param {Held} before @param {Held} after @param {number} cards */
export function leaks(before, after, cards) {
  const bytes = (after.bytes - before.bytes - BYTES_ONCE) / cards;
  const nodes = (after.nodes - before.nodes) / cards;
  const listeners = (after.listeners - before.listeners) / cards;
  return [
    ...(bytes > BYTES_A_CARD ? [`${Math.round(bytes)} bytes stay for each card`] : []),
    ...(nodes > NODES_A_CARD ? [`${nodes.toFixed(1)} nodes stay for each card`] : []),
    ...(listeners > NODES_A_CARD ? [`${listeners.toFixed(1)} listeners stay for each card`] : []),
    ...(after.cameras > 1 ? [`${after.cameras} pictures are being taken`] : []),
    ...(after.mark === before.mark ? [] : ['the page was loaded anew']),
  ];
}
