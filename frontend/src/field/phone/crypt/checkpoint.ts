// Signed checkpoints of the server's journal: a sequence number and its hash. A phone stores the newest. If the server later
// has another hash there, its database was restored or altered, and the phone sends its entries again.

import type { components } from '../../../lib/api/schema';
import { parsedBytes } from '../../../lib/json';
import { fromBase64, signedBy } from './crypt';

type Schemas = components['schemas'];

/** A sequence number of the journal, with its hash in hex. */
export type Head = Required<Schemas['ReplyHead']>;

/** A statement and its signature in base64, unchanged: evidence for third parties. */
export type Signed = Schemas['ReplyCheckpoint'];

export interface Checkpoint extends Head {
  epoch: number;
  at: string;
  signed: Signed;
}

const MARK = new TextEncoder().encode('tripol checkpoint 1\n');
const KEPT = 20;

/** Verifies a checkpoint; null when it is not signed with the key of the enrolment. */
export async function proven(packKey: string, signed: Signed): Promise<Checkpoint | null> {
  const bytes = fromBase64(signed.statement);
  const said = new Uint8Array(MARK.length + bytes.length);
  said.set(MARK);
  said.set(bytes, MARK.length);
  if (!(await signedBy(packKey, said, signed.signature))) return null;
  const { epoch, head, at } = parsedBytes<{ epoch: { number: number }; head: Head; at: string }>(bytes);
  return { epoch: epoch.number, seq: head.seq, hash: head.hash, at, signed };
}

/** Whether the server no longer has the entry that it signed. `there` is its present hash at that number. */
export function replaced(held: Checkpoint | undefined, there: Head | undefined): boolean {
  return held !== undefined && there !== undefined && there.seq === held.seq && there.hash !== held.hash;
}

/** Adds a checkpoint to those of lost journals: the newest twenty are kept. */
export const withEvidence = (all: Checkpoint[] | undefined, gone: Checkpoint): Checkpoint[] =>
  [...(all ?? []), gone].slice(-KEPT);
