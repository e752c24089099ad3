// The leader's PIN opens what one phone alone may not do: another phone's lane, a family that is not on the list, a list
// that is too old. It is kept nowhere; what the pack holds only tells a right one from a wrong one.

import { asciiDigits } from '../../lib/digits';
import { fromBase64, hex, unbox } from './crypt';
import { addToList, type Entitled, type Leader, pack, type Site } from './pack.svelte';

/** The key that a leader's PIN is, or null when it is the wrong one. */
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

/** Opens another phone's lane on this one, and gives how many families it has. */
export async function openLane(site: Site, lane: number, key: CryptoKey): Promise<number> {
  const wrapped = site.sealed.find((one) => one.lane === lane)?.wrapped ?? '';
  const laneKey = await crypto.subtle.importKey('raw', await unbox(key, fromBase64(wrapped)), 'AES-GCM', false, [
    'decrypt',
  ]);
  const boxed = fromBase64(pack()?.boxes.get(`sealed-${site.distribution}-${lane}`) ?? '');
  const rows = JSON.parse(new TextDecoder().decode(await unbox(laneKey, boxed))) as Entitled[];
  await addToList(site.distribution, lane, rows);
  return rows.length;
}
