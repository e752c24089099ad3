// The file that a phone writes of its outbox. What stands in it goes to the server as it is: any change would be noticed.

import type { SealedPhoto, SealedPiece } from '../../lib/api/types';
import { parsed } from '../../lib/json';

export interface OutboxFile {
  credential: string;
  pieces: (Required<SealedPiece> & { records: number })[];
  photos: SealedPhoto[];
}

const isText = (one: object, ...names: string[]): boolean =>
  names.every((name) => typeof Reflect.get(one, name) === 'string');

const all = (list: unknown, ...names: string[]): boolean =>
  Array.isArray(list) && list.every((one) => typeof one === 'object' && one !== null && isText(one, ...names));

/** What a file says, or null when it is none of ours. */
export function readOutbox(text: string): OutboxFile | null {
  try {
    const read = parsed<OutboxFile & { tripol_outbox?: number }>(text);
    const ours = read.tripol_outbox === 2 && isText(read, 'credential');
    return ours && all(read.pieces, 'envelope', 'proof') && all(read.photos, 'photo', 'sealed', 'proof') ? read : null;
  } catch {
    return null;
  }
}
