import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import { entries, save } from '../outbox/outbox.svelte';
import { takeBack } from '../outbox/takeback';
import { aBrowser, enrolled } from '../testing/testphone';
import { kick, sendSoon, syncState } from './sync.svelte';

aBrowser({
  onLine: false,
  locks: { request: (_: string, __: unknown, work: (lock: unknown) => Promise<unknown>) => work({}) },
});

const report = () =>
  save(
    'situation.report',
    {
      id: 's',
      day: '2026-06-01',
      area: '',
      flooded: 'none',
      power: 'out',
      water: 'safe',
      road: 'open',
      market: 'open',
    } as never,
    { title: 'Patlikhali' },
  );

it('does not offer entries to a server in airplane mode, so that they can still be taken back', {
  timeout: 30_000,
}, async () => {
  await enrolled();
  const asked = vi.fn(() => Promise.reject(new TypeError('no network')));
  vi.stubGlobal('fetch', asked);
  const first = await report();
  await sendSoon();
  expect([asked.mock.calls.length, syncState().line]).toEqual([0, 'none']);
  expect(await takeBack(first)).toBe(true);
  // The control: an attempt, even one that fails, may have reached the server.
  const second = await report();
  await kick(true);
  expect(asked).toHaveBeenCalled();
  expect(await takeBack(second)).toBe(false);
  expect(entries().map((row) => row.kind)).toEqual(['situation.report', 'entry.withdrawn']);
});
