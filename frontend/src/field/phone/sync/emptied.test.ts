import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { count } from '../outbox/outbox.svelte';
import { emptied } from '../storage/marker.svelte';
import { changeWorker, enrol, lock, startVault, workers } from '../storage/vault.svelte';
import { Office } from '../testing/testoffice';
import { aBrowser, asNew, enrolled, PIN, saveAny as save } from '../testing/testphone';
import { kick } from './sync.svelte';

aBrowser({
  onLine: true,
  locks: { request: (_: string, __: unknown, work: (lock: unknown) => Promise<unknown>) => work({}) },
});

const kept = new Map<string, string>();
vi.stubGlobal('localStorage', {
  getItem: (name: string) => kept.get(name) ?? null,
  setItem: (name: string, value: string) => kept.set(name, value),
});

beforeEach(async () => {
  kept.clear();
  await asNew();
  await startVault();
});

/** The browser deletes IndexedDB while the app is closed. */
async function emptiedByBrowser(): Promise<void> {
  lock();
  await asNew();
  await startVault();
  await count();
}

it('knows at the next start that the store was emptied, and tells the office which numbers are lost', {
  timeout: 30_000,
}, async () => {
  const office = await Office.open();
  await enrol({ login: 'rina', password: 'x' }, PIN);
  await save('damage.assess', { n: 1 }, { title: '1' });
  await kick(true); // the office has the first
  office.unreachable = true;
  await save('damage.assess', { n: 2 }, { title: '2' });
  await save('damage.assess', { n: 3 }, { title: '3' });
  await emptiedByBrowser();
  expect(emptied().map(({ nextSeq, unsent }) => [nextSeq, unsent])).toEqual([[4, 2]]);
  await kick(true);
  expect(office.gone).toEqual([]); // no network: it is told later
  office.unreachable = false;
  await kick(true);
  expect(office.gone).toEqual([[2, 3]]);
  expect(office.order.length).toBe(1);
  expect(emptied().length).toBe(1); // the screen says it until the phone is set up again
  office.listed.clear();
  await kick(true);
  expect(office.gone).toEqual([[2, 3]]); // told once
  await enrol({ login: 'rina', password: 'x' }, PIN);
  expect(emptied()).toEqual([]);
  expect(workers()[0]?.nextSeq).toBe(1); // a new credential with its own numbers
});

it('control: without the second marker an emptied phone is a new one, and nobody learns of the loss', {
  timeout: 30_000,
}, async () => {
  const office = await Office.open();
  await enrol({ login: 'rina', password: 'x' }, PIN);
  await save('damage.assess', { n: 1 }, { title: '1' });
  kept.clear();
  await emptiedByBrowser();
  await kick(true);
  expect([emptied(), office.gone, workers()]).toEqual([[], [], []]);
});

it('never uses a number twice after the browser lost the newest entries only', { timeout: 30_000 }, async () => {
  const office = await Office.open();
  await enrol({ login: 'rina', password: 'x' }, PIN);
  const credential = workers()[0]?.credential ?? '';
  await save('damage.assess', { n: 1 }, { title: '1' });
  await kick(true);
  lock();
  const before = kept.get('tripol.phone') ?? '';
  await changeWorker(credential, (row) => {
    row.nextSeq = 2;
  });
  kept.set('tripol.phone', before.replace('"nextSeq":2', '"nextSeq":5')); // three more were saved
  await startVault();
  expect(workers()[0]?.nextSeq).toBe(5);
  await kick(true);
  await kick(true); // the answer to the listed numbers
  expect(office.gone).toEqual([[2, 4]]);
});

it('stores no personal data in the marker, and works where the browser refuses it', { timeout: 30_000 }, async () => {
  await enrolled();
  await save('household.register', { name: 'Canary' }, { title: 'Canary' });
  const marker = kept.get('tripol.phone') ?? '';
  expect(Object.keys(JSON.parse(marker)[0] as object).sort()).toEqual([
    'credential',
    'epoch',
    'nextSeq',
    'pushToken',
    'unsent',
  ]);
  expect(marker).not.toMatch(/Canary|Rina/);
  kept.set('tripol.phone', 'not JSON');
  await startVault();
  expect(emptied()).toEqual([]);
});
