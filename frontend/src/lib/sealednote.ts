// Sealed notes: the private reason for priority, or a private complaint. They are encrypted here to the organisation's
// protection key and padded to one size, the empty note too, so that size discloses nothing.

import { fromBytes, toBytes } from './base64';

const SIZE = 1024;
const OVERHEAD = 200; // of an age file to one X25519 key
const INSIDE = SIZE - OVERHEAD;

/** Limit of a note in bytes of UTF-8. */
export const LONGEST_NOTE = INSIDE - 2;

/** Whether a text is within the limit. */
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

/** Decrypts a note with the private key; empty for an empty note. */
export async function openNote(blob: string, identity: string): Promise<string> {
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const inside = await decrypter.decrypt(toBytes(blob));
  const length = new DataView(inside.buffer, inside.byteOffset).getUint16(0);
  return new TextDecoder().decode(inside.subarray(2, 2 + length));
}
