import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { refresh } from '../pack/pack.svelte';
import { Office, PARTS } from '../testing/testoffice';
import { aBrowser, asNew, PIN } from '../testing/testphone';
import { enrol, LOCK_AFTER_MINUTES, lock, phoneIs, startVault, touched, unlock, workers } from './vault.svelte';

const MINUTE = 60_000;
const work = (PARTS[2] as { work: { settings: object } }).work;
const { settings } = work;

aBrowser();

beforeEach(async () => {
  await asNew();
  await Office.open();
  await startVault();
  await enrol({ login: 'rina', password: 'x' }, PIN);
  withFakeClock();
}, 30_000);

afterEach(() => {
  vi.useRealTimers();
  work.settings = settings;
});

const withFakeClock = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });

/** The phone fetches a pack in which the organisation states its minutes, or a help number. */
async function fetched(told: object): Promise<void> {
  work.settings = { ...settings, ...told };
  await refresh();
}

/** The page is loaded again, and the worker types the PIN. */
async function restarted(): Promise<void> {
  lock();
  await startVault();
  await unlock(workers()[0]?.credential ?? '', PIN);
}

/** Asserts that the phone is open until a number of minutes after the last touch, and locked then. */
function locksAfter(minutes: number): void {
  touched();
  vi.advanceTimersByTime((minutes - 1) * MINUTE);
  touched();
  vi.advanceTimersByTime(minutes * MINUTE - 1);
  expect(phoneIs()).toBe('open'); // the control: a touch counts
  vi.advanceTimersByTime(1);
  expect(phoneIs()).toBe('locked');
}

it('locks five minutes after the last touch, where no pack states another time', async () => {
  expect(LOCK_AFTER_MINUTES).toBe(5);
  await refresh(); // of an older server
  locksAfter(5);
});

it.each([1, 15])(
  'locks after the minutes that the organisation has set (%i), also after a restart',
  async (minutes) => {
    await fetched({ lock_minutes: minutes });
    locksAfter(minutes);
    await restarted();
    locksAfter(minutes);
  },
);

it('applies fewer minutes at once, also to the time that has passed', async () => {
  vi.advanceTimersByTime(4 * MINUTE);
  expect(phoneIs()).toBe('open');
  await fetched({ lock_minutes: 2 });
  vi.advanceTimersByTime(0);
  expect(phoneIs()).toBe('locked');
});

it('keeps the minutes and the help number when an older server states neither', async () => {
  await fetched({ lock_minutes: 3, help_number: '1070' });
  await fetched({});
  expect(workers()[0]).toMatchObject({ lockMinutes: 3, helpNumber: '1070' });
});

it('learns a changed help number with a pack, and a removed one, readable while locked', async () => {
  expect(workers()[0]?.helpNumber).toBe('');
  await fetched({ help_number: '1070' });
  lock();
  await startVault();
  expect(workers()[0]?.helpNumber).toBe('1070');
  await restarted();
  await fetched({ help_number: '' });
  expect(workers()[0]?.helpNumber).toBe('');
});

it('locks at the first touch after the phone slept beyond its minutes', () => {
  vi.setSystemTime(Date.now() + LOCK_AFTER_MINUTES * MINUTE - 1_000); // the clock goes on meanwhile
  touched();
  expect(phoneIs()).toBe('open'); // the control: it slept for less
  vi.setSystemTime(Date.now() + LOCK_AFTER_MINUTES * MINUTE); // no timer ran
  touched();
  expect(phoneIs()).toBe('locked');
});
