// What the office's server signed of its record: at this place of its order, this hash. A phone keeps the newest one. If the
// server later has another hash there, its database was put back or changed, and the phone offers again what it sent.

import { fromBase64, signedBy } from './crypt';

/** A place in the server's order, with its hash in hex. */
export interface Head {
  seq: number;
  hash: string;
}

/** A statement and its signature, in base64, as the server gave them: they prove it to others too. */
export interface Signed {
  statement: string;
  signature: string;
}

export interface Checkpoint extends Head {
  epoch: number;
  at: string;
  signed: Signed;
}

const MARK = new TextEncoder().encode('tripol checkpoint 1\n');
const KEPT = 20;

/** Reads a checkpoint; null when it is not signed by the key that the phone was enrolled with. */
export async function proven(packKey: string, signed: Signed): Promise<Checkpoint | null> {
  const bytes = fromBase64(signed.statement);
  const said = new Uint8Array(MARK.length + bytes.length);
  said.set(MARK);
  said.set(bytes, MARK.length);
  if (!(await signedBy(packKey, said, signed.signature))) return null;
  const { epoch, head, at } = JSON.parse(new TextDecoder().decode(bytes)) as {
    epoch: { number: number };
    head: Head;
    at: string;
  };
  return { epoch: epoch.number, seq: head.seq, hash: head.hash, at, signed };
}

/** Whether the server no longer has what it once signed. `there` is what it has at that place, as it says itself. */
export function replaced(held: Checkpoint | undefined, there: Head | undefined): boolean {
  return held !== undefined && there !== undefined && there.seq === held.seq && there.hash !== held.hash;
}

/** The checkpoints of orders that are no more, with one more: the newest twenty stay. */
export const withEvidence = (all: Checkpoint[] | undefined, gone: Checkpoint): Checkpoint[] =>
  [...(all ?? []), gone].slice(-KEPT);
