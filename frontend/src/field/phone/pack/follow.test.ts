import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { enrol, holds, lock, startVault, unlock, workers } from '../storage/vault.svelte';
import { Office, PARTS } from '../testing/testoffice';
import { aBrowser, asNew, PIN } from '../testing/testphone';
import { addToList, type Entitled, follow, markServed, pack, refresh, toldServed } from './pack.svelte';

// The feed takes its time on a slow line, and work goes on meanwhile. Nothing that happened between is undone by its answer.

aBrowser();

let office: Office;

beforeEach(async () => {
  await asNew();
  office = await Office.open();
  await startVault();
  await enrol({ login: 'rina', password: 'x' }, PIN);
  await refresh();
}, 30_000);

const family = (entitlement: string): Entitled => ({ entitlement, served: null }) as Entitled;
const at = { at: '2020-06-05T09:00:00Z', place: 'School', place_bn: 'স্কুল', place_hi: '' };

/** Something happens at the office; the feed tells who was served. */
function served(...entitlements: string[]): void {
  office.order.push(crypto.randomUUID());
  office.events = entitlements.map((entitlement) => ({ type: 'served', entitlement, ...at }));
}

/** Holds an answer back, and gives what lets it go. */
function hold(path: string): () => void {
  let letGo = (): void => {};
  const until = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  office.held.set(path, until);
  return letGo;
}

/** Does something while the feed's answer is on its way. */
async function meanwhile(does: () => void | Promise<void>): Promise<void> {
  const letGo = hold('/api/v1/feed');
  const before = office.asked;
  const following = follow();
  await vi.waitFor(() => expect(office.asked).toBe(before + 1), { interval: 1 });
  await does();
  letGo();
  await following;
}

/** What is on the disk is what the app has when it is opened anew. */
async function reopened(): Promise<void> {
  const credential = workers()[0]?.credential ?? '';
  lock();
  await unlock(credential, PIN);
}

describe('while the feed is on its way', { timeout: 30_000 }, () => {
  it('a part of the list that was opened stays', async () => {
    served('e1');
    await meanwhile(async () => {
      await addToList('d', 2, [family('e2')]);
    });
    await reopened();
    expect(pack()?.lists.get('d')).toHaveLength(2);
    expect(toldServed(family('e1'))).toEqual(at);
  });

  it('a phone may be locked, and forgets nobody who was served before', async () => {
    served('e1');
    await follow();
    served('e2');
    await meanwhile(lock);
    await reopened();
    expect(toldServed(family('e1'))).toEqual(at);
    await follow(); // nothing was passed over
    await reopened();
    expect([toldServed(family('e1')), toldServed(family('e2'))]).toEqual([at, at]);
  });

  it('a new pack may come, and stays', async () => {
    served('e1');
    await meanwhile(refresh);
    const newest = pack()?.manifest.pack;
    await reopened();
    expect([newest, pack()?.manifest.pack]).toEqual(['p2', 'p2']);
  });

  it('a phone may be locked, and shows the list that comes then to nobody', async () => {
    const letGo = hold('/api/v1/pack');
    const coming = refresh();
    lock();
    letGo();
    await coming;
    expect(pack()).toBeNull();
    await reopened();
    expect(pack()?.manifest.pack).toBe('p2'); // for the worker whose it is
  });

  it('a family may be served here, and stays so', async () => {
    served('e1');
    await meanwhile(() => markServed('e2', at));
    await reopened();
    expect([toldServed(family('e1')), toldServed(family('e2'))]).toEqual([at, at]);
  });
});

it('has a new area and new roles with the next list, without a new sign-in', { timeout: 30_000 }, async () => {
  const before = { ...PARTS[2] };
  try {
    expect([pack()?.areas.length, holds('distributor')]).toEqual([0, false]);
    const village = { area: 'v:2', path: '/2/', level: 'village', name: 'Sandeshkhali', name_bn: '', name_hi: '' };
    const work = { ...(before['work'] as object), roles: ['outreach_worker', 'distributor'] };
    PARTS[2] = { ...before, areas: [{ ...village, outline: null, quality: '' }], work };
    office.order.push(crypto.randomUUID());
    office.events = [{ type: 'not_yours' }]; // the office has changed the worker's area
    await follow();
    expect([pack()?.areas.map(({ name }) => name), holds('distributor')]).toEqual([['Sandeshkhali'], true]);
    await reopened();
    expect([pack()?.areas.map(({ name }) => name), holds('distributor')]).toEqual([['Sandeshkhali'], true]);
  } finally {
    PARTS[2] = before;
  }
});

it('control: without the event of the feed the old area stays', { timeout: 30_000 }, async () => {
  const before = { ...PARTS[2] };
  try {
    PARTS[2] = { ...before, work: { ...(before['work'] as object), roles: ['distributor'] } };
    office.order.push(crypto.randomUUID());
    await follow();
    expect(holds('distributor')).toBe(false);
  } finally {
    PARTS[2] = before;
  }
});
