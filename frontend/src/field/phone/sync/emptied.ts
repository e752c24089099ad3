// Reports to the server that the browser has emptied the store of a worker: the numbers of the entries that it never received
// are closed as gone, so that the office learns how many are lost, and of whom.

import type { Pushed } from '../../../lib/api/types';
import { parsedBody } from '../../../lib/json';
import { emptied, type Marker, reported } from '../storage/marker.svelte';
import { workers } from '../storage/vault.svelte';
import { ask, NoAnswer } from './ask';

/** Answers after which there is nobody to report to: the credential is unknown or was withdrawn. */
const NOBODY = new Set([401, 403]);

/** Reports what was lost of workers who are no longer on this phone; of the others the usual push does. */
export async function reportEmptied(): Promise<void> {
  const here = new Set(workers().map(({ credential }) => credential));
  for (const marker of emptied()) {
    if (!here.has(marker.credential)) await report(marker);
  }
}

async function report(marker: Marker): Promise<void> {
  try {
    let { gaps = [] } = await push(marker, []);
    while (gaps.length > 0) ({ gaps = [] } = await push(marker, gaps));
  } catch (error) {
    if (!(error instanceof NoAnswer && NOBODY.has(error.status))) throw error;
  }
  reported(marker.credential);
}

/** A push without entries: it states the next number, and closes numbers that this phone no longer has. */
async function push(marker: Marker, gone: [number, number][]): Promise<Pushed> {
  const body = JSON.stringify({
    protocol: 1,
    sent_at: new Date().toISOString(),
    app: __APP_VERSION__,
    epoch: { number: marker.epoch },
    outbox: { waiting: 0, bytes: 0, next_seq: marker.nextSeq, photos: 0, lock: 'wiped', wrong_pins: 0 },
    ...(gone.length === 0 ? {} : { gone }),
    records: [],
  });
  return parsedBody<Pushed>(await ask(marker, 'POST', '/api/v1/sync', body, 'application/json'));
}
