// Tones with Web Audio. Browsers allow sound only after a user gesture: the "Start scanning" button is that gesture.

import type { Look } from './verdicts';

const VOLUME = 0.2;
const GAP_S = 0.03;
let audio: AudioContext | null = null;

/** Unlocks audio; must be called in the handler of a user gesture. */
export function openSound(): void {
  audio ??= new AudioContext();
  void audio.resume();
}

/** Plays the tone and vibration of a verdict. Both are optional: the screen shows the same as shape and text. */
export function sayVerdict(look: Look): void {
  navigator.vibrate?.([...look.vibration]);
  if (audio === null) return;
  let start = audio.currentTime;
  for (const { hertz, ms } of look.sound) {
    play(audio, hertz, start, ms / 1000);
    start += ms / 1000 + GAP_S;
  }
}

function play(context: AudioContext, hertz: number, start: number, seconds: number): void {
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = hertz;
  volume.gain.value = VOLUME;
  tone.connect(volume).connect(context.destination);
  tone.start(start);
  tone.stop(start + seconds);
}
