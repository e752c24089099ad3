// The outbox as a file, for a phone that will never see a network. Its records are sealed as they always are: whoever finds
// the file reads nothing in it, and the office takes it in.

import { store } from './store';
import { worker } from './vault.svelte';

/** What stands in the file. */
export interface OutboxFile {
  tripol_outbox: 1;
  credential: string;
  app: string;
  next_seq: number;
  records: { id: string; device_seq: number; previous: string; was: string | undefined; sealed: string }[];
}

/** Everything of the open worker that the office has not said it has, oldest first. */
export async function outboxFile(): Promise<OutboxFile | null> {
  const who = worker();
  if (who === null) return null;
  const { credential } = who.row;
  const range = IDBKeyRange.bound([credential, 0], [credential, Number.MAX_SAFE_INTEGER]);
  const rows = await (await store()).getAllFromIndex('entry', 'byCredential', range);
  const waiting = rows.filter((row) => row.state === 'here' || row.state === 'deferred');
  return {
    tripol_outbox: 1,
    credential,
    app: __APP_VERSION__,
    next_seq: (await (await store()).get('worker', credential))?.nextSeq ?? 0,
    records: waiting.map(({ id, seq, previous, was, sealed }) => ({ id, device_seq: seq, previous, was, sealed })),
  };
}

/** Hands the file to the browser, which asks where to put it. */
export async function downloadOutbox(): Promise<void> {
  const file = await outboxFile();
  if (file === null) return;
  const address = URL.createObjectURL(new Blob([JSON.stringify(file)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `tripol-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
