import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { boxJSON, unboxJSON } from '../crypt/crypt';
import { deletePacks } from '../storage/packs';
import { type PackRow, store } from '../storage/store';
import { enrol, lock, type Open, startVault, unlock, worker, workers } from '../storage/vault.svelte';
import { Office, PARTS } from '../testing/testoffice';
import { aBrowser, asNew, PIN } from '../testing/testphone';
import { addToList, due, follow, pack, refresh, toldServed } from './pack.svelte';

// A phone is updated, or returns to an earlier app with its server. It keeps a list that it can read, or fetches one, and
// what it has not sent stays.

aBrowser();

let office: Office;

beforeEach(async () => {
  await asNew();
  office = await Office.open();
  await startVault();
  await enrol({ login: 'rina', password: 'x' }, PIN);
}, 30_000);

const credential = (): string => workers()[0]?.credential ?? '';

function opened(): Open {
  const who = worker();
  if (who === null) throw new Error('the phone is locked');
  return who;
}

async function reopened(): Promise<void> {
  const id = credential();
  lock();
  await unlock(id, PIN);
}

/** What the app of before protocol 2 reads: its own key. */
const readByOldApp = async (): Promise<PackRow | undefined> => (await store()).get('pack', credential());

/** The app of before protocol 2 stores a pack, and an entry that it has not sent. */
async function asOldApp(takenAt = '2020-06-05T09:00:00Z'): Promise<void> {
  const { key } = opened();
  const parts: PackRow['parts'] = {};
  for (const [name, content] of Object.entries(PARTS[1] ?? {})) parts[name] = await boxJSON(key, content);
  const manifest = JSON.stringify({ protocol: 1, pack: 'old', epoch: { number: 1 }, seq: 0, hash: '', parts: [] });
  const rest = { seq: 0, hash: '', epoch: 1, takenAt, parts, served: await boxJSON(key, []) };
  await (await store()).put('pack', { credential: credential(), manifest, ...rest });
}

async function unsent(): Promise<void> {
  const rest = {
    kind: 'damage.assess',
    at: '',
    sealed: 'x',
    previous: '',
    code: '',
    path: '',
    numbers: {},
    sentAt: '',
  };
  const local = await boxJSON(opened().key, { title: '', payload: {} });
  const row = { id: 'unsent', credential: credential(), seq: 1, ...rest, sealedAt: 0, state: 'here', local } as const;
  await (await store()).put('entry', row as never);
}

const unsentIds = async (): Promise<string[]> =>
  (await (await store()).getAllFromIndex('entry', 'byState', 'here')).map(({ id }) => id);

const shown = () => {
  const [row] = pack()?.lists.get('d') ?? [];
  if (row === undefined) return null;
  const { village, village_bn } = row;
  return { goods: due(row.items)[0]?.name_bn, village, village_bn, served: toldServed(row)?.place };
};

describe('a phone that is updated', { timeout: 30_000 }, () => {
  it('works with the list that its earlier app has stored, without a network', async () => {
    await asOldApp();
    office.unreachable = true;
    await reopened();
    expect(shown()).toEqual({ goods: 'ত্রিপল', village: 'Gosaba', village_bn: '', served: 'School' });
    expect(pack()?.areas[0]).toMatchObject({ name: 'Gosaba', name_hi: '' });
  });

  it('fetches a list of protocol 2 with the first feed, and sends what it has not sent', async () => {
    await asOldApp();
    await unsent();
    await reopened();
    await follow();
    expect(pack()?.manifest).toMatchObject({ protocol: 2, pack: 'p1' });
    expect(shown()).toEqual({ goods: 'ত্রিপল', village: 'Gosaba', village_bn: 'গোসাবা', served: 'School' });
    expect(await unsentIds()).toEqual(['unsent']);
    await follow(); // the control: a list of protocol 2 stays
    expect(office.packs).toBe(1);
  });

  it('keeps its list at a server of before protocol 2, and reads the lists of that one', async () => {
    office.protocol = 1;
    await asOldApp();
    await reopened();
    await follow();
    await follow();
    expect([office.packs, pack()?.manifest.pack]).toEqual([0, 'old']);
    await refresh();
    await reopened();
    expect(pack()?.manifest).toMatchObject({ protocol: 1, pack: 'p1' });
    expect(shown()?.goods).toBe('ত্রিপল');
  });
});

describe('a phone that returns to an earlier app', { timeout: 30_000 }, () => {
  it('finds no list instead of one that it cannot read, and what it has not sent', async () => {
    await asOldApp();
    await unsent();
    expect(await readByOldApp()).toBeDefined(); // the control
    await refresh();
    expect(await readByOldApp()).toBeUndefined();
    expect((await store()).version).toBe(2); // a later version could not be opened
    expect(await unsentIds()).toEqual(['unsent']);
  });

  it('reads a lane that was opened upon a list of protocol 1', async () => {
    await asOldApp();
    await reopened();
    await addToList(
      'd',
      2,
      ((PARTS[1]?.['list-d'] ?? []) as object[]).map((row) => ({ ...row, entitlement: 'e2' })),
    );
    const row = await readByOldApp();
    const rows = await unboxJSON<{ entitlement: string; village: string }[]>(
      opened().key,
      row?.parts['list-d'] as never,
    );
    expect(rows.map(({ entitlement, village }) => [entitlement, village])).toEqual([
      ['e1', 'Gosaba'],
      ['e2', 'Gosaba'],
    ]);
  });

  it('and is updated again, works with the newest list', async () => {
    await refresh();
    await asOldApp('2999-01-01T00:00:00Z');
    await reopened();
    expect(pack()?.manifest.pack).toBe('old');
    await asOldApp('2000-01-01T00:00:00Z');
    await reopened();
    expect(pack()?.manifest.pack).toBe('p1');
  });
});

it('keeps an opened lane with a list of protocol 2', { timeout: 30_000 }, async () => {
  await refresh();
  const lane = { villages: [{ area: 'v:2', name: 'Bali', name_bn: 'বালি', name_hi: '' }] };
  const { families: rows } = (PARTS[2]?.['list-d'] ?? { families: [] }) as { families: object[] };
  const families = [{ ...rows[0], entitlement: 'e2', area: 'v:2', served_at: null }];
  expect(await addToList('d', 2, { ...lane, families })).toBe(1);
  await reopened();
  const shows = pack()?.lists.get('d') ?? [];
  expect(shows.map(({ entitlement, village_bn, served }) => [entitlement, village_bn, served?.place_bn])).toEqual([
    ['e1', 'গোসাবা', 'স্কুল'],
    ['e2', 'বালি', undefined],
  ]);
});

it('deletes the lists of both protocols', { timeout: 30_000 }, async () => {
  await refresh();
  await asOldApp();
  expect(await (await store()).count('pack')).toBe(2);
  await deletePacks(credential());
  expect(await (await store()).count('pack')).toBe(0);
});
