// UUIDv7: generated on the client, sortable by time. Bits as in RFC 9562, section 5.7.

import { idFrom } from './ids';

/** A new UUIDv7. `now` is in milliseconds since 1970; a parameter so that tests can fix it. */
export function uuid7<Id extends string = string>(now: number = Date.now()): Id {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let rest = now;
  for (let i = 5; i >= 0; i--) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
  return idFrom<Id>(parts.join('-'));
}

/** The time of a UUIDv7 in milliseconds since 1970; NaN for a text that is none. */
export const timeOf = (id: string): number => Number.parseInt(id.replace('-', '').slice(0, 12), 16);
