// The team leader's PIN authorises exceptions: another phone's lane, a family that is not on the list, an outdated list. It is
// not stored; the pack has only a verifier.

import { asciiDigits } from '../../../lib/digits';
import { parsedBytes } from '../../../lib/json';
import { fromBase64, hex, unbox } from '../crypt/crypt';
import { addToList, type Leader, pack, type Site } from './pack.svelte';

/** The key derived from the team leader's PIN, or null for a wrong PIN. */
export async function leaderKey(leader: Leader, typed: string): Promise<CryptoKey | null> {
  const pin = asciiDigits(typed).replace(/\s/g, '');
  const base = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: fromBase64(leader.salt), iterations: leader.rounds };
  const bits = new Uint8Array(await crypto.subtle.deriveBits(how, base, 256));
  const mac = await crypto.subtle.importKey('raw', bits, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const check = new Uint8Array(await crypto.subtle.sign('HMAC', mac, new TextEncoder().encode('check')));
  if (hex(check) !== leader.check) return null;
  return crypto.subtle.importKey('raw', bits, 'AES-GCM', false, ['decrypt']);
}

/** Decrypts another phone's lane on this one, and returns its number of families. */
export async function openLane(site: Site, lane: number, key: CryptoKey): Promise<number> {
  const wrapped = site.sealed.find((one) => one.lane === lane)?.wrapped ?? '';
  const laneKey = await crypto.subtle.importKey('raw', await unbox(key, fromBase64(wrapped)), 'AES-GCM', false, [
    'decrypt',
  ]);
  const boxed = fromBase64(pack()?.boxes.get(`sealed-${site.distribution}-${lane}`) ?? '');
  return addToList(site.distribution, lane, parsedBytes(await unbox(laneKey, boxed)));
}
