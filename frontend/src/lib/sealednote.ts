// A sealed note: why a family comes first, or a complaint that is nobody else's to read. It is encrypted here to the
// organisation's protection key, and every note has the same size, also the empty one, so that having one shows nothing.

import { fromBytes, toBytes } from './base64';

const SIZE = 1024;
const OVERHEAD = 200; // of an age file to one X25519 key
const INSIDE = SIZE - OVERHEAD;

/** How many bytes of UTF-8 a note may have. */
export const LONGEST_NOTE = INSIDE - 2;

/** Whether a text fits into a note. */
export const fits = (text: string): boolean => bytesOf(text).length <= LONGEST_NOTE;

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text.trim().normalize('NFC'));

/** Seals a text to a key (age1…), as base64. */
export async function sealNote(text: string, recipient: string): Promise<string> {
  const said = bytesOf(text);
  if (said.length > LONGEST_NOTE) throw new RangeError('the note is too long');
  const inside = new Uint8Array(INSIDE);
  new DataView(inside.buffer).setUint16(0, said.length);
  inside.set(said, 2);
  const { Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const sealed = await encrypter.encrypt(inside);
  if (sealed.length !== SIZE) throw new RangeError(`a note came out with ${sealed.length} bytes`);
  return fromBytes(sealed);
}

/** Opens a note with the secret half of the key; empty when there is nothing in it. */
export async function openNote(blob: string, identity: string): Promise<string> {
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const inside = await decrypter.decrypt(toBytes(blob));
  const length = new DataView(inside.buffer, inside.byteOffset).getUint16(0);
  return new TextDecoder().decode(inside.subarray(2, 2 + length));
}
