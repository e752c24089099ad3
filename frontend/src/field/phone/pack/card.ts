// Offline verification of cards: decodes the token, verifies the signature and checks the revocation list.

import { typedChecked } from '../../../lib/checked';
import { cardCode } from '../../../lib/digits';
import { hex } from '../crypt/crypt';
import { practising } from '../storage/practice';
import type { Entitled, Pack } from './content';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const CODE_LENGTH = 10; // symbols, without the check symbol
const TOKEN_BYTES = 82;
const CLAIM_BYTES = 18;
const TOKEN_LETTERS = 123;
const VERSION = 1;

export type Reading =
  | { is: 'card'; id: string; expiresOn: number }
  | { is: 'code'; code: string }
  | { is: 'unreadable' | 'not_ours' | 'altered' | 'expired' | 'withdrawn' }
  /** A practice card at work, and a real one in practice mode. */
  | { is: 'practice' | 'real' };

/** Decodes Base45 (RFC 9285) of exactly so many bytes; null for anything else. */
export function base45(text: string, length: number): Uint8Array<ArrayBuffer> | null {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (let i = 0; i < text.length; i += 3) {
    const digits = [...text.slice(i, i + 3)].map((letter) => ALPHABET.indexOf(letter));
    if (digits.length !== 3 || digits.some((digit) => digit < 0)) return null;
    const value = (digits[0] ?? 0) + (digits[1] ?? 0) * 45 + (digits[2] ?? 0) * 45 * 45;
    if (value > 0xffff || at + 2 > length) return null;
    bytes[at] = value >> 8;
    bytes[at + 1] = value & 0xff;
    at += 2;
  }
  return at === length ? bytes : null;
}

/** The canonical form of a typed code, or null for a wrong check symbol. */
export const typedCode = (typed: string): string | null => typedChecked(typed, CODE_LENGTH);

/** What the code of a practice card begins with. The server has the same (internal/card/practice.go). */
export const PRACTICE_PREFIX = 'TRIPOL-PRACTICE:';

// Folded as a typed code, whose letters I, L and O are digits. No real code has an I, and none is of this length.
const PRACTICE = /^(TR1P01PRACT1CE:|PRACT1CE:?\d{1,2}$)/;
const PRACTICE_NUMBER = /(\d{1,2})$/;

/** Whether a scanned or typed text is a practice card. */
export const isPracticeCard = (text: string): boolean => PRACTICE.test(cardCode(text.trim()));

/** The code of a practice card by its number, as it is printed on it. */
export const practiceCode = (number: number): string => `PRACTICE${String(number).padStart(2, '0')}`;

/** Reads a card in practice mode, where a real one is rejected and nothing of it is kept. */
async function readToPractise(text: string, pack: Pack): Promise<Reading> {
  if (text.length === TOKEN_LETTERS || typedCode(text) !== null) return { is: 'real' };
  const number = isPracticeCard(text) ? PRACTICE_NUMBER.exec(cardCode(text.trim()))?.[1] : undefined;
  if (number === undefined) return { is: 'unreadable' };
  const code = practiceCode(Number(number));
  return (await isRevoked(code, pack)) ? { is: 'withdrawn' } : { is: 'code', code };
}

const POINT_BYTES = 32;
// The encodings of points of small order, without the sign. No honest key or signature has one, and browsers differ on
// whether to accept such signatures: here, as on the server, they are rejected.
const WEAK = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]);

/** Whether a key, or the first half of a signature, is a point of small order. */
export function isWeak(bytes: Uint8Array): boolean {
  const point = bytes.slice(0, POINT_BYTES);
  point[POINT_BYTES - 1] = (point[POINT_BYTES - 1] ?? 0) & 0x7f;
  return WEAK.has(hex(point));
}

async function isSigned(card: Uint8Array<ArrayBuffer>, key: CryptoKey | null): Promise<boolean> {
  const signature = card.slice(CLAIM_BYTES);
  if (key === null || isWeak(signature)) return false;
  return crypto.subtle.verify('Ed25519', key, signature, card.slice(0, CLAIM_BYTES));
}

/** Reads a scanned or typed code. `today` counts days since 1970. */
export async function read(text: string, pack: Pack, today: number): Promise<Reading> {
  if (practising) return readToPractise(text, pack);
  if (isPracticeCard(text)) return { is: 'practice' };
  if (text.length !== TOKEN_LETTERS) {
    const code = typedCode(text);
    return code === null ? { is: 'unreadable' } : { is: 'code', code };
  }
  const bytes = base45(text, TOKEN_BYTES);
  if (bytes === null || bytes[0] !== VERSION) return { is: 'unreadable' };
  const key = pack.keys.get(((bytes[1] ?? 0) << 8) | (bytes[2] ?? 0));
  if (key === undefined) return { is: 'not_ours' };
  if (!(await isSigned(bytes, key))) return { is: 'altered' };
  const id = hex(bytes.slice(3, 13));
  if (await isRevoked(id, pack)) return { is: 'withdrawn' };
  const expiresOn = ((bytes[16] ?? 0) << 8) | (bytes[17] ?? 0);
  return today > expiresOn ? { is: 'expired' } : { is: 'card', id, expiresOn };
}

async function isRevoked(id: string, pack: Pack): Promise<boolean> {
  const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(id)));
  return pack.revoked.has(String.fromCharCode(...sum.subarray(0, 7)));
}

/** The row of a list for a card. */
export function onList(reading: Reading, list: Entitled[]): Entitled | undefined {
  if (reading.is === 'card') return list.find((row) => row.card === reading.id);
  if (reading.is === 'code') return list.find((row) => row.code === reading.code);
  return undefined;
}

const DAY_MS = 86_400_000;

/** A lower bound of today's date: a phone whose clock was set back does not accept an expired card. */
export function dayAtLeast(known: string, now = Date.now()): number {
  return Math.floor(Math.max(now, Date.parse(known) || 0) / DAY_MS);
}
