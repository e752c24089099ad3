// Encryption. Keys are derived from PINs with PBKDF2; an attacker with the phone's files can still brute-force six digits in
// some days, which is why a list has no names.

import { toBytes } from '../../../lib/base64';
import { parsedBytes } from '../../../lib/json';

/** Bytes encrypted with a worker's key: the nonce first. */
export type Boxed = Uint8Array<ArrayBuffer>;

export const ROUNDS = 600_000;
const NONCE = 12;

export const random = (length: number): Boxed => crypto.getRandomValues(new Uint8Array(length));

/** The key derived from a PIN. */
export async function pinKey(pin: string, salt: Boxed, rounds = ROUNDS): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** Imports a master key. */
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

/** Decrypts a box; fails with another key. */
export async function unbox(key: CryptoKey, boxed: Boxed): Promise<Boxed> {
  const iv = boxed.subarray(0, NONCE);
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, boxed.subarray(NONCE)));
}

export async function boxJSON(key: CryptoKey, value: unknown): Promise<Boxed> {
  return box(key, new TextEncoder().encode(JSON.stringify(value)));
}

export async function unboxJSON<T>(key: CryptoKey, boxed: Boxed): Promise<T> {
  return parsedBytes(await unbox(key, boxed));
}

/** The public half of an Ed25519 key. */
export const publicKey = (raw: Boxed): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);

/** Verifies a signature of bytes; public key and signature are in base64. */
export async function signedBy(key: string, bytes: Boxed, signature: string): Promise<boolean> {
  return crypto.subtle.verify('Ed25519', await publicKey(toBytes(key)), toBytes(signature), bytes);
}

export { fromBytes as toBase64, toBytes as fromBase64 } from '../../../lib/base64';
export { hex, hexDigest as sha256 } from '../../../lib/digest';

/** Encrypts to one or more public keys. The library is loaded on first use; the service worker has it. */
export async function seal(plain: Boxed, ...recipients: string[]): Promise<Boxed> {
  const { Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return new Uint8Array(await encrypter.encrypt(plain));
}

/** Decrypts with the private key. */
export async function unseal(sealed: Uint8Array, identity: string): Promise<Boxed> {
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return new Uint8Array(await decrypter.decrypt(sealed));
}

/** Generates a key pair of the worker. */
export async function drawIdentity(): Promise<{ secret: string; recipient: string }> {
  const { generateX25519Identity, identityToRecipient } = await import('age-encryption');
  const secret = await generateX25519Identity();
  return { secret, recipient: await identityToRecipient(secret) };
}
