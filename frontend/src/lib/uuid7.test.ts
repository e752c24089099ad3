import { expect, it } from 'vitest';
import { uuid7 } from './uuid7';

it('is a UUID of version 7 and the RFC variant', () => {
  for (let i = 0; i < 200; i++)
    expect(uuid7()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it('carries the time in its first 48 bits, so that ids sort by it', () => {
  const moment = Date.UTC(2020, 4, 20, 12);
  expect(Number.parseInt(uuid7(moment).replace(/-/g, '').slice(0, 12), 16)).toBe(moment);
  expect(uuid7(moment) < uuid7(moment + 1)).toBe(true);
});

it('does not repeat itself within a millisecond', () => {
  expect(new Set(Array.from({ length: 1000 }, () => uuid7(0))).size).toBe(1000);
});
