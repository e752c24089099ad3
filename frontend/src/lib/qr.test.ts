import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { type Modules, qrCode } from './qr';

const QUIET = 4;
const PIXELS = 4;
const LONGEST = 580;

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
await prepareZXingModule({
  overrides: { wasmBinary: readFileSync(wasm).buffer as ArrayBuffer },
  fireImmediately: true,
});

/** The code as a picture, with its quiet zone. */
function picture(modules: Modules) {
  const side = (modules.length + QUIET * 2) * PIXELS;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const dark = modules[Math.floor(y / PIXELS) - QUIET]?.[Math.floor(x / PIXELS) - QUIET] ?? false;
      if (dark) data.set([0, 0, 0, 255], (y * side + x) * 4);
    }
  return { data, width: side, height: side, colorSpace: 'srgb' } as unknown as ImageData;
}

async function read(modules: Modules): Promise<string | undefined> {
  return (await readBarcodes(picture(modules), { formats: ['QRCode'] }))[0]?.text;
}

/** A text of a length that repeats no letter next to itself. */
const text = (length: number) =>
  Array.from({ length }, (_, i) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ.:-/'[(i * 7 + length) % 36]).join('');

it('is read by the scanner, whatever its length', async () => {
  for (let length = 1; length <= LONGEST; length += length < 60 ? 1 : 23) {
    const code = qrCode(text(length));
    if (code === null) throw new Error(`no code of ${length} letters`);
    expect(await read(code), `${length} letters`).toBe(text(length));
  }
}, 60_000);

it('is read with some of it covered, as behind a scratch on the screen', async () => {
  const code = qrCode(text(120)) ?? [];
  for (let y = 14; y < 18; y++) code[y]?.fill(false, 14, 22);
  expect(await read(code)).toBe(text(120));
});

it('is not read with a third of it covered: the picture is what is read', async () => {
  const code = qrCode(text(120)) ?? [];
  for (const row of code.slice(10)) row.fill(false, 12);
  expect(await read(code)).toBeUndefined();
});

it('draws no text that is too long or has other letters', () => {
  expect(qrCode(text(1000))).toBeNull();
  expect(() => qrCode('abc')).toThrow();
});
