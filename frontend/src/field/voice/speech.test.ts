import { beforeEach, expect, it, vi } from 'vitest';
import { Speech } from './speech.svelte';

// What was heard: only a text that was played to its end counts, each of them, and only while it stands there.

let sounds: FakeSound[] = [];
const files = new Map<string, Blob>();

class FakeSound {
  onended: (() => void) | null = null;
  onerror: (() => void) | null = null;
  plays = false;
  constructor(readonly src: string) {
    sounds.push(this);
  }
  play(): Promise<void> {
    this.plays = true;
    return Promise.resolve();
  }
  pause(): void {
    this.plays = false;
  }
}

vi.mock('../phone/pack/voice.svelte', () => ({
  recordingOf: (spoken: string, words: string) => Promise.resolve(files.get(`${spoken} ${words}`) ?? null),
}));
vi.stubGlobal('Audio', FakeSound);
vi.stubGlobal('URL', { createObjectURL: () => 'blob:', revokeObjectURL: () => {} });

const PARTS = [
  { spoken: 'consent_who', words: 'who' },
  { spoken: 'consent_what', words: 'what' },
] as const;
const now = (): FakeSound => sounds.at(-1) as FakeSound;
const ends = (): void => now().onended?.();

beforeEach(() => {
  sounds = [];
  files.clear();
  for (const { spoken, words } of PARTS) files.set(`${spoken} ${words}`, new Blob(['x']));
});

it('is whole once every text was heard to its end', async () => {
  const speech = new Speech();
  await speech.find(PARTS);
  speech.play();
  expect([speech.at, speech.playing, speech.whole]).toEqual([0, true, false]);
  ends();
  expect([speech.at, speech.whole]).toEqual([1, false]);
  speech.pause();
  expect([speech.playing, now().plays, speech.at]).toEqual([false, false, 1]);
  speech.play();
  expect(sounds).toHaveLength(2); // it goes on where it was
  ends();
  expect([speech.at, speech.playing, speech.whole]).toEqual([-1, false, true]);
});

it('is not whole after a part, nor in another language', async () => {
  const speech = new Speech();
  await speech.find(PARTS);
  speech.play();
  ends();
  speech.stop(); // the screen is left
  expect(speech.whole).toBe(false);
  speech.play();
  expect(speech.at).toBe(0);
  ends();
  ends();
  expect(speech.whole).toBe(true); // the control
  await speech.find([{ spoken: 'consent_who', words: 'in Bengali' }]);
  expect([speech.there, speech.whole]).toEqual([false, false]);
});

it('is not there where one recording is missing or has other words', async () => {
  const speech = new Speech();
  files.delete('consent_what what');
  await speech.find(PARTS);
  speech.play();
  expect([speech.there, sounds.length]).toEqual([false, 0]);
});

it('says so where the browser cannot play it', async () => {
  const speech = new Speech();
  await speech.find(PARTS);
  speech.play();
  now().onerror?.();
  expect([speech.failed, speech.whole, speech.playing]).toEqual([true, false, false]);
});
