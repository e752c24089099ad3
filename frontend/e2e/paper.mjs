// What is printed, read as a person and a phone would: the letters, and the codes by the decoder that the phones use.

import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const run = promisify(execFile);
const DPI = 200;
const MOST_ON_A_PAGE = 20;

/**
 * The letters of a PDF, page after page.
 * @param {string} pdf
 */
export async function lettersOf(pdf) {
  const { stdout } = await run('pdftotext', ['-layout', pdf, '-']);
  return stdout;
}

/**
 * The QR codes of a PDF.
 * @param {string} pdf
 * @param {string} folder for the pictures of its pages
 */
export async function codesOf(pdf, folder) {
  const wasm = await readFile(new URL('../node_modules/zxing-wasm/dist/reader/zxing_reader.wasm', import.meta.url));
  const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength);
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  await run('pdftoppm', ['-r', String(DPI), '-gray', '-png', pdf, `${folder}/paper`]);
  const found = [];
  for (const page of readdirSync(folder).filter((name) => /^paper-\d+\.png$/.test(name))) {
    const picture = new Blob([await readFile(`${folder}/${page}`)]);
    found.push(...(await readBarcodes(picture, { formats: ['QRCode'], maxNumberOfSymbols: MOST_ON_A_PAGE })));
  }
  return found.map((one) => one.text);
}
