// Codes that are read to somebody and typed: symbols of Crockford's Base32 and, as the last one, their value modulo 37.

import { cardCode } from './digits';

const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const PRIME = 37;

/**
 * Completes symbols by their check symbol; null for one of the five remainders that no symbol stands for. Codes of another
 * offset have another check symbol: none of them is taken for the other.
 */
export function checked(symbols: string, offset = 0): string | null {
  const rest = [...symbols].reduce((sum, symbol) => (sum * SYMBOLS.length + SYMBOLS.indexOf(symbol)) % PRIME, 0);
  const last = SYMBOLS[(rest + offset) % PRIME];
  return last === undefined ? null : symbols + last;
}

/** Draws a code of so many symbols and its check symbol. */
export function drawChecked(length: number, offset = 0): string {
  for (;;) {
    const bytes = crypto.getRandomValues(new Uint8Array(length));
    const drawn = checked([...bytes].map((byte) => SYMBOLS[byte % SYMBOLS.length]).join(''), offset); // 256 is a multiple of 32
    if (drawn !== null) return drawn;
  }
}

/** A typed code of so many symbols and its check symbol in its canonical form; null where a letter is wrong. */
export function typedChecked(typed: string, length: number, offset = 0): string | null {
  const code = cardCode(typed);
  if (code.length !== length + 1 || [...code].some((symbol) => !SYMBOLS.includes(symbol))) return null;
  return checked(code.slice(0, -1), offset) === code ? code : null;
}
