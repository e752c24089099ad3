// Recordings of the organisation's voice: which dialect this phone plays, and its files, which are fetched after the pack and kept
// over later ones. Their words are in the language of the screens, so that what is spoken can be read along.

import { getBytes } from '../../../lib/api';
import { language } from '../../../lib/i18n.svelte';
import type { Language } from '../../../lib/language';
import { digestOf, type Spoken } from '../../../lib/spoken';
import { sha256 } from '../crypt/crypt';
import { dropRecordings, putRecording, recordingFile, recordingsHere } from '../storage/recordings';
import type { Dialect, Recording } from './content';
import { BadPack, pack } from './pack.svelte';

const CHOSEN = 'tripol.dialect.';
const SPEAKS = 'tripol.speaks';

const TYPES: Record<Recording['container'], string> = {
  webm: 'audio/webm',
  mp4: 'audio/mp4',
  ogg: 'audio/ogg',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
};

let here = $state.raw<ReadonlySet<string>>(new Set());
let choices = $state(0); // a choice was made: what is derived from the stored one is read again
let fetching: Promise<void> | null = null;

function stored(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // refused by the browser: the default holds
  }
}

function put(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // a full storage: the default holds
  }
  choices += 1;
}

/** The dialects whose words are in a language. */
export const dialectsOf = (of: Language): Dialect[] => (pack()?.dialects ?? []).filter((one) => one.language === of);

/** The dialect that this phone plays in a language: the chosen one, or that with most recordings. */
export function dialectOf(of: Language): Dialect | undefined {
  const all = dialectsOf(of);
  const chosen = choices >= 0 ? stored(CHOSEN + of) : null;
  const found = all.find((one) => one.dialect === chosen);
  if (found !== undefined) return found;
  let most: Dialect | undefined;
  for (const one of all) if (one.recordings.length > (most?.recordings.length ?? 0)) most = one;
  return most;
}

export function chooseDialect(of: Language, dialect: string): void {
  put(CHOSEN + of, dialect);
}

/** Whether a verdict is spoken without a tap. Off at first: a queue hears it. */
export const speaks = (): boolean => choices >= 0 && stored(SPEAKS) === 'on';

export function setSpeaks(on: boolean): void {
  put(SPEAKS, on ? 'on' : 'off');
}

/** How many recordings of a dialect are on this phone. */
export const fetched = (dialect: Dialect): number => dialect.recordings.filter((one) => here.has(one.sha256)).length;

export const bytesOf = (dialect: Dialect): number => dialect.recordings.reduce((sum, one) => sum + one.bytes, 0);

/** Fetches the recordings of the dialect that this phone plays, those that it does not have, and deletes what no list names. */
export function fetchRecordings(): Promise<void> {
  fetching ??= fetchAll().finally(() => (fetching = null));
  return fetching;
}

async function fetchAll(): Promise<void> {
  const listed = pack()?.dialects;
  if (listed === undefined) return;
  await dropRecordings(new Set(listed.flatMap((one) => one.recordings.map((recording) => recording.sha256))));
  here = new Set(await recordingsHere());
  for (const one of dialectOf(language())?.recordings ?? []) {
    if (here.has(one.sha256)) continue;
    const body = await getBytes('/api/v1/voice/files/{sha256}', { path: { sha256: one.sha256 } });
    if ((await sha256(body)) !== one.sha256) throw new BadPack('voice');
    await putRecording({ sha256: one.sha256, type: TYPES[one.container], body });
    here = new Set([...here, one.sha256]);
  }
}

/** Which recordings are on the phone, for a phone that was opened without a network. */
export async function lookForRecordings(): Promise<void> {
  here = new Set(await recordingsHere());
}

/** The recording of a text, if it is on this phone and speaks exactly these words. */
export async function recordingOf(spoken: Spoken, words: string): Promise<Blob | null> {
  const one = dialectOf(language())?.recordings.find((recording) => recording.spoken === spoken);
  if (one === undefined || one.words !== (await digestOf(words))) return null;
  const file = await recordingFile(one.sha256);
  return file === undefined ? null : new Blob([file.body], { type: file.type });
}
