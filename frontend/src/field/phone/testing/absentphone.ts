import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import { emptyDraft, payload } from '../../../lib/forms/registration';
import { type AssessmentId, idFrom, type PhotoId } from '../../../lib/ids';
import { uuid7 } from '../../../lib/uuid7';
import { count, save, waiting } from '../outbox/outbox.svelte';
import { pack, refresh } from '../pack/pack.svelte';
import { store } from '../storage/store';
import { enrol, startVault } from '../storage/vault.svelte';
import { kick } from '../sync/sync.svelte';
import { aBrowser, PIN } from './testphone';

// B16 at its full count: the phone's own modules, thirty days of a clock that the test sets, and a running server behind a
// line that breaks off. e2e/offline/absence.mjs starts both and compares what the office has.

const DAYS = 30;
const RECORDS = Number(process.env['TRIPOL_RECORDS'] ?? 2000);
const PHOTOS = RECORDS / 10;
const SECONDS = 600;
const BYTES_PER_SECOND = 256_000 / 8;
const PHOTO_BYTES = 150_000;
const MOST_TRIES = 2000;
const OFFICE = process.env['TRIPOL_OFFICE'] ?? '';

aBrowser({
  onLine: true,
  locks: { request: (_: string, __: unknown, work: (lock: unknown) => Promise<unknown>) => work({}) },
});

const reach = globalThis.fetch;
let breaking = false;
let broke = 0;
let dice = 16;
let bytes = 0; // of pushes, both ways

/** A line to the office that breaks off every third time, before or after the office took what came. */
async function line(path: string, init: RequestInit): Promise<Response> {
  dice = (dice * 1103515245 + 12345) % 2 ** 31;
  const breaks = breaking ? Math.floor(dice / 65_536) % 6 : 0;
  if (breaks === 1) {
    broke++;
    throw new TypeError('no line');
  }
  const response = await reach(`${OFFICE}${path}`, init);
  const body = await response.arrayBuffer();
  if (path === '/api/v1/sync') bytes += String(init.body).length + body.byteLength;
  if (breaks === 2) {
    broke++;
    throw new TypeError('no line'); // the office took it, and the phone does not know
  }
  return new Response(body.byteLength === 0 ? null : body, response);
}

const SMALL = // eight by eight grey pixels
  '/9j/2wCEABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2MBERISGBUYLxoaL2NCOEJj' +
  'Y2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY//AAAsIAAgACAEBEQD/xADSAAABBQEBAQEBAQAAAAAAAAAAAQID' +
  'BAUGBwgJCgsQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZH' +
  'SElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn' +
  '6Onq8fLz9PX29/j5+v/aAAgBAQAAPwAr/9k=';

/** A picture of the size of a phone's photo: the rest is comments, which the office leaves out. */
function picture(): Blob {
  const small = Buffer.from(SMALL, 'base64');
  const parts: Uint8Array<ArrayBuffer>[] = [new Uint8Array(small.subarray(0, 2))];
  for (let left = PHOTO_BYTES; left > 0; left -= 50_000) {
    const comment = new Uint8Array(50_004);
    crypto.getRandomValues(comment);
    comment.set([0xff, 0xfe, 50_002 >> 8, 50_002 & 0xff]);
    parts.push(comment);
  }
  return new Blob([...parts, new Uint8Array(small.subarray(2))], { type: 'image/jpeg' });
}

/** Registers a family and grades its house, at a time of the phone's clock. */
async function visit(n: number, at: (record: number) => void): Promise<void> {
  const place = pack()?.areas.find((area) => area.level === 'panchayat');
  if (place === undefined) throw new Error('the pack has no panchayat');
  const draft = {
    ...emptyDraft(uuid7()),
    consent: true,
    area: place.area,
    name: `Absent ${n}`,
    hasPhone: 'no' as const,
  };
  at(2 * n);
  await save('household.register', payload({ ...draft, people: { ...draft.people, women: 1 } }), { title: draft.name });
  at(2 * n + 1);
  const photos = n < PHOTOS ? [{ id: uuid7(), blob: picture() }] : [];
  const graded = {
    id: uuid7<AssessmentId>(),
    household: draft.id,
    grade: 3,
    house: 'kutcha' as const,
    photos: photos.map(({ id }) => idFrom<PhotoId>(id)),
    ...(photos.length === 0 ? { no_photo: 'refused' as const } : {}),
    note: '',
  };
  await save('damage.assess', graded, { title: draft.name }, photos);
}

it('TestB16_EverythingOfThirtyDaysArrivesOverABadLine', { timeout: 2_000_000 }, async () => {
  vi.stubGlobal('fetch', line);
  await startVault();
  await enrol({ login: 'sabita', password: 'tripol-demo' }, PIN);
  await refresh();
  const now = Date.now();
  vi.useFakeTimers({ toFake: ['Date'] });
  for (let n = 0; n < RECORDS / 2; n++)
    await visit(n, (record) => vi.setSystemTime(now - DAYS * 86_400_000 * (1 - record / RECORDS)));
  vi.useRealTimers();
  await count();
  expect(waiting()).toMatchObject({ count: RECORDS, photos: PHOTOS });
  expect(Date.now() - Date.parse(waiting().oldest)).toBeGreaterThan((DAYS - 1) * 86_400_000);
  breaking = true;
  let tries = 0;
  for (; tries < MOST_TRIES && waiting().count + waiting().photos > 0; tries++) await kick(true);
  expect(waiting()).toMatchObject({ count: 0, photos: 0 });
  const photos = await (await store()).getAll('photo');
  expect(photos.filter((row) => row.code !== '')).toEqual([]);
  expect(broke).toBeGreaterThan(RECORDS / 40); // the line did break
  const took = bytes / BYTES_PER_SECOND;
  process.stdout.write(
    `${RECORDS} records: ${bytes} bytes both ways, ${took.toFixed(0)} s at 256 kbit/s; ${PHOTOS} photos in ${tries} tries, ${broke} broken off\n`,
  );
  expect(took).toBeLessThan((SECONDS * RECORDS) / 2000);
});
