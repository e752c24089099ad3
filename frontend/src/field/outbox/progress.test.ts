import { expect, it } from 'vitest';
import type { Row } from '../phone/outbox/entrydetails';
import { familiesSent } from './progress';

const MINUTE = 60_000;
const time = (minutes: number): string => new Date(Date.UTC(2020, 4, 21) + minutes * MINUTE).toISOString();

/** An entry about a family, saved in a minute, and sent in another or still here. */
const entry = (household: string, at: number, sentAt?: number): Row =>
  ({
    kind: 'card.bind',
    at: time(at),
    state: sentAt === undefined ? 'here' : 'sent',
    sentAt: sentAt === undefined ? '' : time(sentAt),
    local: { title: '', payload: { household } },
  }) as Row;

/** As the outbox lists them. */
const progress = (...oldestFirst: Row[]) => familiesSent([...oldestFirst].reverse());

it('counts families, not entries: one is sent when all of it is', () => {
  expect(progress(entry('a', 1, 9), entry('a', 2), entry('b', 3))).toEqual({ sent: 0, of: 2 });
  expect(progress(entry('a', 1, 9), entry('a', 2, 9), entry('b', 3))).toEqual({ sent: 1, of: 2 });
});

it('keeps the total while a day is sent, and begins anew after everything was', () => {
  const day = (sent: number) => Array.from({ length: 40 }, (_, n) => entry(`f${n}`, n, n < sent ? 100 : undefined));
  expect(progress(entry('before', -10, -5), ...day(0))).toEqual({ sent: 0, of: 40 });
  expect(progress(entry('before', -10, -5), ...day(12))).toEqual({ sent: 12, of: 40 });
  expect(progress(entry('before', -10, -5), ...day(40), entry('next', 200))).toEqual({ sent: 0, of: 1 });
});

it('takes an entry that nobody is the subject of for no family', () => {
  const report = { ...entry('', 1), kind: 'situation.report' } as Row;
  expect(progress(report)).toEqual({ sent: 0, of: 0 });
  expect(progress()).toEqual({ sent: 0, of: 0 });
});
