import { expect, it } from 'vitest';
import { deadlineOf, fieldsOf, momentOf } from './held';

it('counts 72 hours from the discovery, in the time of India', () => {
  expect(momentOf('2026-06-05', '23:45')).toBe('2026-06-05T18:15:00.000Z');
  expect(deadlineOf('2026-06-05T18:15:00.000Z')).toBe('2026-06-08T18:15:00.000Z');
  expect(fieldsOf('2026-06-05T18:45:00.000Z')).toEqual({ day: '2026-06-06', clock: '00:15' });
  expect(momentOf('2026-06-05', '')).toBeNull();
});
