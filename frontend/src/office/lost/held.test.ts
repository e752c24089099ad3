import { expect, it, vi } from 'vitest';
import { deadlineOf, fieldsOf, momentOf } from './held';

it('counts 72 hours from the discovery, in the time of India', () => {
  expect(momentOf('2026-06-05', '23:45')).toBe('2026-06-05T18:15:00.000Z');
  expect(deadlineOf('2026-06-05T18:15:00.000Z')).toBe('2026-06-08T18:15:00.000Z');
  expect(fieldsOf('2026-06-05T18:45:00.000Z')).toEqual({ day: '2026-06-06', clock: '00:15' });
  expect(momentOf('2026-06-05', '')).toBeNull();
});

it('follows the zone of the installation and its summer time', async () => {
  vi.stubGlobal('document', { documentElement: { dataset: { timeZone: 'Europe/London' } } });
  vi.resetModules();
  const there = await import('./held');
  expect(there.momentOf('2026-07-12', '09:30')).toBe('2026-07-12T08:30:00.000Z');
  expect(there.momentOf('2026-12-12', '09:30')).toBe('2026-12-12T09:30:00.000Z');
  expect(there.momentOf('2026-03-29', '02:30')).toBe('2026-03-29T01:30:00.000Z'); // the clocks were put forward at one
  expect(there.fieldsOf('2026-07-12T23:30:00Z')).toEqual({ day: '2026-07-13', clock: '00:30' });
  expect(momentOf('2026-07-12', '09:30'), 'the control: Kolkata').toBe('2026-07-12T04:00:00.000Z');
});
