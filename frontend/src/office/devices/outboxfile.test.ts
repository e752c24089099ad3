import { expect, it } from 'vitest';
import { pieces, readOutbox } from './outboxfile';

const record = (n: number, size = 10) => ({ id: `${n}`, device_seq: n, previous: '', sealed: 'x'.repeat(size) });
const file = (records: unknown[]) =>
  JSON.stringify({ tripol_outbox: 1, credential: 'c', app: '1', next_seq: 5, records });

it('reads its own files and no others', () => {
  expect(readOutbox(file([record(1)]))?.records.length).toBe(1);
  for (const text of ['', '{}', 'null', '[]', file([{ id: 1 }]), file([null]), '{"tripol_outbox":2}'])
    expect(readOutbox(text), text).toBeNull();
});

it('makes envelopes that fit, loses none, and says at the last that nothing is left', () => {
  const records = [...Array.from({ length: 250 }, (_, n) => record(n)), record(250, 500_000), record(251, 200_000)];
  const made = pieces({ credential: 'c', app: '1', next_seq: 5, records }) as {
    records: { id: string; sealed: string }[];
    outbox: { waiting: number };
  }[];
  expect(made.flatMap((one) => one.records.map(({ id }) => id))).toEqual(records.map(({ id }) => id));
  for (const one of made) {
    expect(one.records.length).toBeLessThanOrEqual(100);
    expect(one.records.reduce((sum, { sealed }) => sum + sealed.length, 0)).toBeLessThanOrEqual(600_000);
  }
  expect(made.at(-1)?.outbox.waiting).toBe(0);
});
