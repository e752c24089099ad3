// QR codes drawn on the phone, without a network: alphanumeric mode, error correction M, versions 1 to 15 (ISO/IEC 18004).
// The reader is zxing-wasm; its writer is a third of a megabyte, this is two kilobytes.

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
/** Error correction codewords per block, and the number of blocks, of level M by version. */
const CORRECTION = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10];
const FORMAT_M = 0;
const SMALLEST_ALIGNED = 2;

/** A square of modules: true is dark. */
export type Modules = boolean[][];

const sizeOf = (version: number): number => version * 4 + 17;
const bit = (value: number, at: number): boolean => ((value >>> at) & 1) === 1;

/** Coordinates of the centres of the alignment patterns. */
function alignments(version: number): number[] {
  if (version < SMALLEST_ALIGNED) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.floor((version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2;
  const last = sizeOf(version) - 7;
  return [6, ...Array.from({ length: count - 1 }, (_, i) => last - step * (count - 2 - i))];
}

/** The number of codewords of a version, data and error correction. */
function codewords(version: number): number {
  const aligned = Math.floor(version / 7) + 2;
  let modules = (16 * version + 128) * version + 64;
  if (version >= SMALLEST_ALIGNED) modules -= (25 * aligned - 10) * aligned - 55;
  if (version >= 7) modules -= 36;
  return Math.floor(modules / 8);
}

const dataCodewords = (version: number): number =>
  codewords(version) - (CORRECTION[version - 1] ?? 0) * (BLOCKS[version - 1] ?? 0);

/** The text as bits: mode, length, pairs of letters, terminator and padding; null for a text that is too long. */
function encoded(text: string): { version: number; bytes: number[] } | null {
  const values = [...text].map((letter) => LETTERS.indexOf(letter));
  if (values.includes(-1)) throw new Error('a QR code of this phone has capital letters and digits only');
  const body = Math.floor(values.length / 2) * 11 + (values.length % 2) * 6;
  const lengthBits = (version: number): number => (version < 10 ? 9 : 11);
  const version = BLOCKS.findIndex((_, i) => 4 + lengthBits(i + 1) + body <= dataCodewords(i + 1) * 8) + 1;
  if (version === 0) return null;
  const bits: boolean[] = [];
  const put = (value: number, length: number): void => {
    for (let i = length - 1; i >= 0; i--) bits.push(bit(value, i));
  };
  put(0b0010, 4);
  put(values.length, lengthBits(version));
  for (let i = 0; i + 1 < values.length; i += 2) put((values[i] ?? 0) * 45 + (values[i + 1] ?? 0), 11);
  if (values.length % 2 === 1) put(values.at(-1) ?? 0, 6);
  put(0, Math.min(4, dataCodewords(version) * 8 - bits.length));
  put(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < dataCodewords(version) * 8; pad ^= 0xec ^ 0x11) put(pad, 8);
  const bytes = Array.from({ length: bits.length / 8 }, (_, i) =>
    bits.slice(i * 8, i * 8 + 8).reduce((byte, on) => byte * 2 + Number(on), 0),
  );
  return { version, bytes };
}

/** Multiplication in the field of 256 elements of the standard (0x11d). */
function times(a: number, b: number): number {
  let product = 0;
  for (let i = 7; i >= 0; i--) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((b >>> i) & 1) * a;
  }
  return product;
}

/** The divisor of Reed–Solomon with so many error correction codewords. */
function divisorOf(degree: number): number[] {
  let root = 1;
  let divisor: number[] = [...Array<number>(degree - 1).fill(0), 1];
  for (let i = 0; i < degree; i++, root = times(root, 2)) {
    const of = root;
    divisor = divisor.map((value, j, all) => times(value, of) ^ (all[j + 1] ?? 0));
  }
  return divisor;
}

function remainder(data: number[], divisor: number[]): number[] {
  let rest = divisor.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ (rest[0] ?? 0);
    rest = [...rest.slice(1), 0].map((value, i) => value ^ times(divisor[i] ?? 0, factor));
  }
  return rest;
}

/** The data in blocks with error correction, interleaved. */
function interleaved(version: number, data: number[]): number[] {
  const count = BLOCKS[version - 1] ?? 1;
  const degree = CORRECTION[version - 1] ?? 0;
  const short = Math.floor(data.length / count);
  const shortBlocks = count - (data.length % count);
  const divisor = divisorOf(degree);
  let at = 0;
  const blocks = Array.from({ length: count }, (_, i) => {
    const length = short + (i < shortBlocks ? 0 : 1);
    at += length;
    return data.slice(at - length, at);
  });
  const corrections = blocks.map((block) => remainder(block, divisor));
  const columns = (rows: number[][], length: number): number[] =>
    Array.from({ length }, (_, i) => rows.flatMap((row) => (i < row.length ? [row[i] ?? 0] : []))).flat();
  return [...columns(blocks, short + 1), ...columns(corrections, degree)];
}

/** A code under construction: its modules, and which of them are patterns. */
class Drawing {
  readonly dark: Modules;
  readonly #fixed: Modules;

  constructor(
    readonly version: number,
    readonly size = sizeOf(version),
  ) {
    this.dark = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
    this.#fixed = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
    this.#patterns();
  }

  isFixed(x: number, y: number): boolean {
    return this.#fixed[y]?.[x] ?? true;
  }

  set(x: number, y: number, dark: boolean, fixed = true): void {
    const row = this.dark[y];
    const held = this.#fixed[y];
    if (row === undefined || held === undefined || x < 0 || x >= this.size) return;
    row[x] = dark;
    if (fixed) held[x] = true;
  }

  /** Concentric squares: a finder pattern with its light border, or an alignment pattern. */
  #rings(cx: number, cy: number, radius: number, light: readonly number[]): void {
    for (let dy = -radius; dy <= radius; dy++)
      for (let dx = -radius; dx <= radius; dx++)
        this.set(cx + dx, cy + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
  }

  #patterns(): void {
    for (let i = 0; i < this.size; i++) {
      this.set(6, i, i % 2 === 0);
      this.set(i, 6, i % 2 === 0);
    }
    const far = this.size - 4;
    for (const [x, y] of [
      [3, 3],
      [far, 3],
      [3, far],
    ] as const)
      this.#rings(x, y, 4, [2, 4]);
    const centres = alignments(this.version);
    const last = centres.length - 1;
    for (const [i, x] of centres.entries())
      for (const [j, y] of centres.entries())
        if (!((i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0))) this.#rings(x, y, 2, [1]);
    this.format(0);
    this.#versionBits();
  }

  /** The two copies of the error correction level and the mask, and the dark module. */
  format(mask: number): void {
    const data = (FORMAT_M << 3) | mask;
    let rest = data;
    for (let i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
    const bits = ((data << 10) | rest) ^ 0x5412;
    for (let i = 0; i < 15; i++) {
      const down = i < 6 ? i : i < 8 ? i + 1 : this.size - 15 + i;
      const across = i < 8 ? this.size - 1 - i : i === 8 ? 7 : 14 - i;
      this.set(8, down, bit(bits, i));
      this.set(across, 8, bit(bits, i));
    }
    this.set(8, this.size - 8, true);
  }

  #versionBits(): void {
    if (this.version < 7) return;
    let rest = this.version;
    for (let i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
    const bits = (this.version << 12) | rest;
    for (let i = 0; i < 18; i++) {
      const [far, near] = [this.size - 11 + (i % 3), Math.floor(i / 3)];
      this.set(far, near, bit(bits, i));
      this.set(near, far, bit(bits, i));
    }
  }

  /** The codewords, in columns of two from the right, up and down in turn. */
  fill(bytes: number[]): void {
    let at = 0;
    for (const { x, y } of this.#path()) {
      if (this.isFixed(x, y)) continue;
      this.set(x, y, bit(bytes[at >>> 3] ?? 0, 7 - (at & 7)), false);
      at += 1;
    }
  }

  *#path(): Generator<{ x: number; y: number }> {
    for (let right = this.size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5; // the column of the timing pattern
      const upward = ((right + 1) & 2) === 0;
      for (let i = 0; i < this.size; i++) {
        const y = upward ? this.size - 1 - i : i;
        yield { x: right, y };
        yield { x: right - 1, y };
      }
    }
  }

  mask(of: (x: number, y: number) => boolean): void {
    for (let y = 0; y < this.size; y++)
      for (let x = 0; x < this.size; x++)
        if (!this.isFixed(x, y) && of(x, y)) this.set(x, y, !(this.dark[y]?.[x] ?? false), false);
  }
}

/** One mask of the standard. It breaks up even areas of the short texts that the phone draws; readers accept each. */
const MASK = 2;
const masked = (x: number): boolean => x % 3 === 0;

/** The QR code of a text of capital letters, digits and `$%*+-./:`; null for one that is too long. */
export function qrCode(text: string): Modules | null {
  const data = encoded(text);
  if (data === null) return null;
  const drawing = new Drawing(data.version);
  drawing.fill(interleaved(data.version, data.bytes));
  drawing.mask(masked);
  drawing.format(MASK);
  return drawing.dark;
}
