import 'fake-indexeddb/auto';
import { createHash, createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import type { EntryRow, WorkerRow } from '../storage/store';
import { aBrowser, enrolled, saveAny as save } from '../testing/testphone';
import { outboxFile, pieces } from './export';

aBrowser();

const row = (n: number, size = 10, state = 'here'): EntryRow =>
  ({ id: `${n}`, seq: n, previous: '', sealed: 'x'.repeat(size), state }) as EntryRow;

it('makes envelopes that fit, loses none, and says at the last that nothing is left', async () => {
  const rows = [...Array.from({ length: 250 }, (_, n) => row(n)), row(250, 500_000), row(251, 200_000)];
  const sent = row(252, 10, 'sent');
  const made = await pieces([...rows, sent], { nextSeq: 300 } as WorkerRow, () => Promise.resolve(''));
  const read = made.map(
    ({ envelope }) =>
      JSON.parse(envelope) as { records: { id: string; sealed: string }[]; outbox: { waiting: number } },
  );
  expect(read.flatMap((one) => one.records.map(({ id }) => id))).toEqual(rows.map(({ id }) => id));
  for (const one of read) {
    expect(one.records.length).toBeLessThanOrEqual(100);
    expect(one.records.reduce((sum, { sealed }) => sum + sealed.length, 0)).toBeLessThanOrEqual(600_000);
  }
  expect(read.at(-1)?.outbox.waiting).toBe(0);
});

it('proves each piece and photo with what only the phone and the server know', { timeout: 30_000 }, async () => {
  await enrolled('the push token');
  const canary = 'canary Rahima Bibi';
  const photo = { id: crypto.randomUUID(), blob: new Blob([canary]) };
  await save('damage.assess', { note: canary }, { title: canary }, [photo]);
  const file = await outboxFile();
  const key = createHash('sha256').update('the push token').digest();
  const proof = (text: string): string => createHmac('sha256', key).update(text).digest('hex');
  expect(file?.pieces.map((one) => one.proof)).toEqual(file?.pieces.map((one) => proof(one.envelope)));
  expect(file?.pieces.length).toBe(1);
  expect(file?.photos.map((one) => one.proof)).toEqual(file?.photos.map((one) => proof(`${one.photo} ${one.sealed}`)));
  expect(file?.photos.map((one) => one.photo)).toEqual([photo.id]);
  expect(JSON.stringify(file)).not.toContain(canary);
  expect(JSON.stringify(file)).not.toContain('the push token');
});
