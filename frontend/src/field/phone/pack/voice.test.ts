import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hexDigest } from '../../../lib/digest';
import { digestOf } from '../../../lib/spoken';
import { dropRecordings, recordingsHere } from '../storage/recordings';
import { enrol, lock, startVault, unlock, workers } from '../storage/vault.svelte';
import { Office, PARTS } from '../testing/testoffice';
import { aBrowser, asNew, PIN } from '../testing/testphone';
import type { Dialect } from './content';
import { pack, refresh } from './pack.svelte';
import { chooseDialect, dialectOf, fetched, fetchRecordings, recordingOf, setSpeaks, speaks } from './voice.svelte';

// The office's recordings on a phone: fetched once, kept over later packs, and played for exactly their words.

aBrowser();

const WORDS = 'We are writing down what each family lost.';
const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const stored = new Map<string, string>();
let office: Office;
let asked: string[] = [];

/** A dialect whose recordings are texts. */
async function dialect(name: string, language: 'en' | 'bn', ...texts: string[]): Promise<Dialect> {
  const recordings = texts.map(async (text) => ({
    spoken: 'consent_who' as const,
    words: await digestOf(WORDS),
    sha256: await hexDigest(bytes(text)),
    container: 'webm' as const,
    bytes: text.length,
  }));
  return { language, dialect: name, recordings: await Promise.all(recordings) };
}

/** The next pack lists these dialects, and the office has these files. */
async function lists(dialects: Dialect[], ...files: string[]): Promise<void> {
  PARTS[2] = { ...PARTS[2], voice: { dialects } };
  const known = new Map(await Promise.all(files.map(async (file) => [await hexDigest(bytes(file)), file] as const)));
  const others = globalThis.fetch;
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    if (!path.includes('/voice/files/')) return others(path, init);
    const digest = path.split('/').at(-1) ?? '';
    asked.push(known.get(digest) ?? digest);
    return Promise.resolve(new Response(known.get(digest) ?? 'something else'));
  });
  await refresh();
}

const before = { ...PARTS[2] };

beforeEach(async () => {
  stored.clear();
  await dropRecordings(new Set());
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => void stored.set(name, value),
  });
  await asNew();
  office = await Office.open();
  await startVault();
  await enrol({ login: 'rina', password: 'x' }, PIN);
  asked = [];
}, 30_000);

afterEach(() => {
  PARTS[2] = before;
});

describe('recordings on a phone', { timeout: 30_000 }, () => {
  it('are fetched once, also when a new list comes', async () => {
    await lists([await dialect('Standard', 'en', 'one', 'two')], 'one', 'two');
    await fetchRecordings();
    await refresh();
    await fetchRecordings();
    expect(asked).toEqual(['one', 'two']);
    expect(fetched(pack()?.dialects[0] as Dialect)).toBe(2);
  });

  it('are played without a network, and after the phone was locked', async () => {
    await lists([await dialect('Standard', 'en', 'one')], 'one');
    await fetchRecordings();
    office.unreachable = true;
    const credential = workers()[0]?.credential ?? '';
    lock();
    await unlock(credential, PIN);
    const found = await recordingOf('consent_who', WORDS);
    expect([await found?.text(), found?.type]).toEqual(['one', 'audio/webm']);
  });

  it('are not played for other words, other texts or in another language', async () => {
    await lists([await dialect('Sadri', 'bn', 'bengali'), await dialect('Standard', 'en', 'one')], 'one', 'bengali');
    await fetchRecordings();
    expect(await recordingOf('consent_who', WORDS)).not.toBeNull(); // the control
    expect(await recordingOf('consent_who', `${WORDS} And we share it.`)).toBeNull();
    expect(await recordingOf('consent_what', WORDS)).toBeNull();
    expect(asked).toEqual(['one']); // of the language of the screens alone
  });

  it('are those of the chosen dialect', async () => {
    await lists([await dialect('Hills', 'en', 'hills'), await dialect('Plains', 'en', 'a', 'b')], 'hills', 'a', 'b');
    expect(dialectOf('en')?.dialect).toBe('Plains'); // it has most recordings
    chooseDialect('en', 'Hills');
    await fetchRecordings();
    expect([dialectOf('en')?.dialect, asked]).toEqual(['Hills', ['hills']]);
    expect(stored.get('tripol.dialect.en')).toBe('Hills');
    chooseDialect('en', 'gone meanwhile');
    expect(dialectOf('en')?.dialect).toBe('Plains');
  });

  it('are deleted when the list names them no more', async () => {
    await lists([await dialect('Standard', 'en', 'one', 'two')], 'one', 'two');
    await fetchRecordings();
    await lists([await dialect('Standard', 'en', 'two')], 'two');
    await fetchRecordings();
    expect(await recordingsHere()).toEqual([await hexDigest(bytes('two'))]);
    expect(await recordingOf('consent_who', WORDS)).not.toBeNull();
  });

  it('with another digest are refused, and the list stays', async () => {
    await lists([await dialect('Standard', 'en', 'one')]);
    await expect(fetchRecordings()).rejects.toMatchObject({ code: 'pack_not_proven' });
    expect(pack()?.manifest.pack).toBe('p1');
    expect(await recordingOf('consent_who', WORDS)).toBeNull();
  });

  it('are none where the office is older or has none', async () => {
    PARTS[2] = before;
    await refresh();
    await fetchRecordings();
    expect([pack()?.dialects, dialectOf('en'), asked]).toEqual([[], undefined, []]);
  });
});

it('speaks verdicts only where that was turned on', () => {
  expect(speaks()).toBe(false);
  setSpeaks(true);
  expect(speaks()).toBe(true);
});
