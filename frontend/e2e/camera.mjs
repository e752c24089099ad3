// What the phones' cameras see: a card as it lies on the sheet that the office printed, and the house.

import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MM_PER_INCH = 25.4;
// The sheet, in millimetres: two by five cards in the middle of an A4 page.
const SHEET = { width: 210, height: 297, columns: 2, rows: 5, card: { width: 85.6, height: 54 } };
const FRAME = { width: 1280, height: 720 };
const DPI = 330; // the code, 32 mm with its quiet zone, becomes some 416 px

/**
 * Renders one card of the first sheet, lays it on a grey table and makes that the camera's picture.
 * @param {import('playwright-core').Page} page a blank page to draw on
 * @param {{ pdf: string, place: number, feed: string, folder: string }} job place: 1 is the first card of the sheet
 */
export async function showCard(page, { pdf, place, feed, folder }) {
  const { columns, rows, card } = SHEET;
  const dots = (/** @type {number} */ mm) => Math.round((mm * DPI) / MM_PER_INCH);
  const column = (place - 1) % columns;
  const row = Math.floor((place - 1) / columns);
  const x = (SHEET.width - columns * card.width) / 2 + column * card.width;
  const y = (SHEET.height - rows * card.height) / 2 + row * card.height;
  const box = ['-x', dots(x), '-y', dots(y), '-W', dots(card.width), '-H', dots(card.height)].map(String);
  const picture = `${folder}/card`;
  await run('pdftoppm', ['-f', '1', '-l', '1', '-r', String(DPI), ...box, '-jpeg', '-singlefile', pdf, picture]);
  const jpeg = await draw(page, FRAME, await readFile(`${picture}.jpg`));
  // An MJPEG file is JPEG pictures one after the other; the browser plays it round and round.
  writeFileSync(feed, Buffer.concat(Array(10).fill(jpeg)));
}

/**
 * Makes a picture of another phone's screen the camera's: both phones lie opposite each other.
 * @param {import('playwright-core').Page} page a page to draw on
 * @param {Buffer} jpeg
 * @param {string} feed
 */
export async function showScreen(page, jpeg, feed) {
  writeFileSync(feed, Buffer.concat(Array(10).fill(await draw(page, FRAME, jpeg))));
}

/**
 * A photo of a house that fell: drawn, for no real house belongs in a test.
 * @param {import('playwright-core').Page} page
 * @param {string} file
 */
export async function photographHouse(page, file) {
  writeFileSync(file, await draw(page, { width: 1600, height: 1200 }, null));
}

/**
 * @param {import('playwright-core').Page} page
 * @param {{ width: number, height: number }} size
 * @param {Buffer | null} picture laid in the middle; without it, heaps of straw
 */
async function draw(page, size, picture) {
  const source = picture === null ? '' : `data:image/jpeg;base64,${picture.toString('base64')}`;
  const address = await page.evaluate(
    async ({ width, height, source }) => {
      const canvas = document.createElement('canvas');
      canvas.width = width;
      canvas.height = height;
      const pen = canvas.getContext('2d');
      if (pen === null) throw new Error('no canvas');
      pen.fillStyle = '#808080';
      pen.fillRect(0, 0, width, height);
      if (source === '') {
        for (let n = 0; n < 400; n++) {
          pen.fillStyle = `hsl(${30 + (n % 20)} 40% ${20 + ((n * 7) % 40)}%)`;
          pen.fillRect((n * 97) % width, height / 2 + ((n * 53) % (height / 2)), 180, 12);
        }
      } else {
        const image = new Image();
        image.src = source;
        await image.decode();
        pen.drawImage(image, (width - image.width) / 2, (height - image.height) / 2);
      }
      return canvas.toDataURL('image/jpeg', 0.92);
    },
    { ...size, source },
  );
  return Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
}

/**
 * The codes that people can type, as they stand on the fronts of the first sheet.
 * @param {string} pdf
 */
export async function printedCodes(pdf) {
  const { stdout } = await run('pdftotext', ['-f', '1', '-l', '1', '-layout', pdf, '-']);
  return stdout;
}
