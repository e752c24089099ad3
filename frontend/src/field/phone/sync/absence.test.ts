import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import { drawIdentity } from '../crypt/crypt';
import { count, waiting } from '../outbox/outbox.svelte';
import { store } from '../storage/store';
import { enrol, startVault } from '../storage/vault.svelte';
import { aBrowser, credentials, PIN, saveAny as save } from '../testing/testphone';
import { kick } from './sync.svelte';

// B16: thirty days without a network. The clock is the test's; the counts are scaled, the bytes are measured.
const DAYS = 30;
const RECORDS = 150;
const PHOTOS = 10;
const FULL = { records: 2000, seconds: 600, bytesPerSecond: 256_000 / 8 };

aBrowser({
  onLine: true,
  locks: { request: (_: string, __: unknown, work: (lock: unknown) => Promise<unknown>) => work({}) },
});

const taken = new Set<string>();
const photos = new Map<string, number>();
let bytes = 0;
let dice = 16;
let sealKey = '';

const answer = (value: unknown, status = 200): Response => new Response(JSON.stringify(value), { status });

/** An office on a line that breaks off every third time or so, before or after it took what came. */
async function office(path: string, init: RequestInit): Promise<Response> {
  if (path.endsWith('/devices')) return answer(credentials(sealKey), 201);
  dice = (dice * 1103515245 + 12345) % 2 ** 31; // the same dice each time the test runs
  const breaks = Math.floor(dice / 65_536) % 6;
  if (breaks === 1) throw new TypeError('no line');
  const photo = /parts\/([^?]+)(?:\?offset=(\d+)&size=(\d+))?/.exec(path);
  if (photo !== null) {
    const [, id = '', offset = '', size = ''] = photo;
    if (init.method === 'POST' && Number(offset) === (photos.get(id) ?? 0))
      photos.set(id, Number(offset) + (init.body as Uint8Array).length);
    if (breaks === 2) throw new TypeError('no line');
    const have = photos.get(id) ?? 0;
    return answer({ have, done: size !== '' && have >= Number(size) });
  }
  const body = String(init.body);
  bytes += body.length;
  const { records } = JSON.parse(body) as { records: { id: string }[] };
  const results = records.map(({ id }) => {
    const again = taken.has(id);
    taken.add(id);
    return { entry: id, status: again ? 'duplicate' : 'applied', was: again ? 'applied' : '', seq: 1 };
  });
  if (breaks === 2) throw new TypeError('no line'); // it was taken, and the phone does not know
  return answer({ epoch: { number: 1 }, backed_up_through: 0, seal_key: sealKey, withdrawn: false, results });
}

it('sends all of it by itself when the network is back', { timeout: 120_000 }, async () => {
  sealKey = (await drawIdentity()).recipient;
  vi.stubGlobal('fetch', office);
  await startVault();
  await enrol({ login: 'rina', password: 'x' }, PIN);
  const began = Date.now();
  vi.useFakeTimers({ toFake: ['Date'] });
  for (let n = 0; n < RECORDS; n++) {
    vi.setSystemTime(began + (n * DAYS * 86_400_000) / RECORDS);
    const pictures = n < PHOTOS ? [{ id: crypto.randomUUID(), blob: new Blob([new Uint8Array(150_000)]) }] : [];
    const payload = {
      id: crypto.randomUUID(),
      household: crypto.randomUUID(),
      grade: 3,
      house: 'kutcha',
      photos: [],
      note: 'x'.repeat(120),
    };
    await save('damage.assess', payload, { title: `${n}` }, pictures);
  }
  vi.setSystemTime(began + DAYS * 86_400_000);
  await count();
  expect(waiting().count).toBe(RECORDS);
  expect(Date.now() - Date.parse(waiting().oldest)).toBeGreaterThan((DAYS - 1) * 86_400_000); // the screen says how old
  for (let n = 0; n < 400 && waiting().count + waiting().photos > 0; n++) await kick(true);
  expect(waiting()).toMatchObject({ count: 0, photos: 0 });
  expect(taken.size).toBe(RECORDS);
  const rows = await (await store()).getAll('photo');
  expect(rows.every((row) => row.done)).toBe(true);
  const whole = (bytes / RECORDS) * FULL.records; // with all that was sent more than once
  expect(whole / FULL.bytesPerSecond).toBeLessThan(FULL.seconds);
  vi.useRealTimers();
});
