// Keys and boxes. What a PIN opens is stretched by PBKDF2; whoever has the phone's files and some days can still try all
// numbers of six digits, which is why a list holds no name.

import { toBytes } from '../../lib/base64';
import type { Boxed } from './store';

export const ROUNDS = 600_000;
const NONCE = 12;

export const random = (length: number): Boxed => crypto.getRandomValues(new Uint8Array(length));

/** The key that a PIN opens with. */
export async function pinKey(pin: string, salt: Boxed, rounds = ROUNDS): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** The key that a master key is. */
export async function dataKey(master: Boxed): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', master, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

export async function box(key: CryptoKey, plain: Boxed): Promise<Boxed> {
  const nonce = random(NONCE);
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, plain));
  const boxed = new Uint8Array(NONCE + sealed.length);
  boxed.set(nonce);
  boxed.set(sealed, NONCE);
  return boxed;
}

/** Opens a box, or fails when the key is another. */
export async function unbox(key: CryptoKey, boxed: Boxed): Promise<Boxed> {
  const iv = boxed.slice(0, NONCE);
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, boxed.slice(NONCE)));
}

export async function boxJSON(key: CryptoKey, value: unknown): Promise<Boxed> {
  return box(key, new TextEncoder().encode(JSON.stringify(value)));
}

export async function unboxJSON<T>(key: CryptoKey, boxed: Boxed): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await unbox(key, boxed))) as T;
}

/** The public half of an Ed25519 key. */
export const publicKey = (raw: Boxed): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);

/** Whether bytes are signed with a key of which the public half is given in base64, as the signature is. */
export async function signedBy(key: string, bytes: Boxed, signature: string): Promise<boolean> {
  return crypto.subtle.verify('Ed25519', await publicKey(toBytes(key)), toBytes(signature), bytes);
}

export async function sha256(bytes: Boxed): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

export const hex = (bytes: Uint8Array): string => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');

export { fromBytes as toBase64, toBytes as fromBase64 } from '../../lib/base64';

/** Seals to one or more keys. The library is fetched when it is first needed; the service worker has it. */
export async function seal(plain: Boxed, ...recipients: string[]): Promise<Boxed> {
  const { Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return new Uint8Array(await encrypter.encrypt(plain));
}

/** Opens what was sealed to a key, with its secret half. */
export async function unseal(sealed: Uint8Array, identity: string): Promise<Boxed> {
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return new Uint8Array(await decrypter.decrypt(sealed));
}

/** Draws a key of the worker's own: its secret and its public half. */
export async function drawIdentity(): Promise<{ secret: string; recipient: string }> {
  const { generateX25519Identity, identityToRecipient } = await import('age-encryption');
  const secret = await generateX25519Identity();
  return { secret, recipient: await identityToRecipient(secret) };
}
