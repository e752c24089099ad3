// Records in the browser, or records a file anew while it plays: small, in one channel, and without what a phone's recorder writes
// into its files.

import { Problem } from '../../lib/problem';

/** Enough for clear speech in Opus: 45 seconds are less than 120 kB. */
const BITS_PER_SECOND = 20_000;
export const MOST_SECONDS = 45;
/** A file larger than this is not read: a text takes half a minute, which is less than 10 MB in any format. */
export const MOST_FILE = 10_000_000;
/** A smaller file is sent as it is. */
const SMALL_FILE = 60_000;

const TYPES = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];

/** Whether this browser can record. It cannot without a secure connection. */
export const canRecord = (): boolean =>
  typeof MediaRecorder !== 'undefined' && navigator.mediaDevices?.getUserMedia !== undefined;

/** A recording that is being made. */
export interface Running {
  /** Ends it. */
  stop: () => void;
  /** The recording, once it has ended. */
  made: Promise<Blob>;
}

/** Records a stream until it is stopped, 45 seconds at most. */
function record(stream: MediaStream, ended: () => void): Running {
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, {
    audioBitsPerSecond: BITS_PER_SECOND,
    ...(mimeType === undefined ? {} : { mimeType }),
  });
  const parts: Blob[] = [];
  const made = new Promise<Blob>((resolve, reject) => {
    recorder.ondataavailable = ({ data }) => void parts.push(data);
    recorder.onerror = () => reject(new Problem('voice_unreadable', 0));
    recorder.onstop = () => resolve(new Blob(parts, { type: recorder.mimeType }));
  });
  const stop = (): void => {
    if (recorder.state !== 'inactive') recorder.stop();
  };
  const timer = setTimeout(stop, MOST_SECONDS * 1000);
  recorder.start();
  return {
    stop,
    made: made.finally(() => {
      clearTimeout(timer);
      ended();
    }),
  };
}

/** Records from the microphone. Fails where the person or the browser refuses it. */
export async function recordVoice(): Promise<Running> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: false } });
  return record(stream, () => {
    for (const track of stream.getTracks()) track.stop();
  });
}

/** A file as it is stored: a small one as it is, any other recorded anew while it plays, which nobody hears. */
export async function smaller(file: Blob): Promise<Blob> {
  if (file.size > MOST_FILE) throw new Problem('voice_too_large', 413, '/file', { kb: MOST_FILE / 1000 });
  if (file.size <= SMALL_FILE || typeof MediaRecorder === 'undefined') return file;
  const context = new AudioContext();
  try {
    await context.resume();
    const sound = await decoded(context, file);
    if (sound.duration > MOST_SECONDS) throw new Problem('voice_too_long', 0, '/file', { most: MOST_SECONDS });
    const source = context.createBufferSource();
    const destination = context.createMediaStreamDestination();
    destination.channelCount = 1;
    source.buffer = sound;
    source.connect(destination);
    const running = record(destination.stream, () => {});
    source.onended = running.stop;
    source.start();
    return await running.made;
  } finally {
    await context.close();
  }
}

async function decoded(context: AudioContext, file: Blob): Promise<AudioBuffer> {
  try {
    return await context.decodeAudioData(await file.arrayBuffer());
  } catch {
    throw new Problem('voice_format', 0, '/file');
  }
}
