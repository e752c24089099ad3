import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { aBrowser, asNew, enrolled } from '../testing/testphone';
import { LOCK_AFTER_MINUTES, phoneIs, touched } from './vault.svelte';

const MINUTE = 60_000;

aBrowser();

beforeEach(async () => {
  await asNew();
  await enrolled();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});

afterEach(() => {
  vi.useRealTimers();
});

it('locks five minutes after the last touch', () => {
  touched();
  vi.advanceTimersByTime((LOCK_AFTER_MINUTES - 1) * MINUTE);
  touched();
  vi.advanceTimersByTime(LOCK_AFTER_MINUTES * MINUTE - 1);
  expect(phoneIs()).toBe('open'); // the control: a touch counts
  vi.advanceTimersByTime(1);
  expect(phoneIs()).toBe('locked');
  expect(LOCK_AFTER_MINUTES).toBe(5);
});
