// Plays the recordings of texts one after the other, and knows whether all of them were heard to their end.

import type { Spoken } from '../../lib/spoken';
import { recordingOf } from '../phone/pack/voice.svelte';

/** A text on the screen. */
export interface Part {
  spoken: Spoken;
  words: string;
}

export class Speech {
  #files = $state.raw<Blob[]>([]);
  #at = $state(-1);
  #playing = $state(false);
  #whole = $state(false);
  #failed = $state(false);
  #sound: HTMLAudioElement | null = null;
  #round = 0;

  /** Whether every text has a recording with its words on this phone. */
  get there(): boolean {
    return this.#files.length > 0;
  }

  get playing(): boolean {
    return this.#playing;
  }

  /** The number of the text that is played or paused; -1: none. */
  get at(): number {
    return this.#at;
  }

  /** Whether all was heard to its end. */
  get whole(): boolean {
    return this.#whole;
  }

  /** Whether this browser could not play it. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Finds the recordings of other texts, or of the same in another language. What was heard before no longer counts. */
  async find(parts: readonly Part[]): Promise<void> {
    this.stop();
    this.#whole = false;
    this.#failed = false;
    this.#files = [];
    const round = ++this.#round;
    const found = await Promise.all(parts.map(({ spoken, words }) => recordingOf(spoken, words)));
    if (round !== this.#round) return;
    const files = found.filter((file) => file !== null);
    if (files.length === parts.length) this.#files = files;
  }

  /** Plays from the beginning, or goes on after a pause. */
  play(): void {
    if (!this.there || this.#playing) return;
    if (this.#sound === null) void this.#part(0);
    else void this.#start(this.#sound);
  }

  pause(): void {
    this.#sound?.pause();
    this.#playing = false;
  }

  /** Ends it, as when the screen is left. */
  stop(): void {
    this.pause();
    this.#drop();
    this.#at = -1;
  }

  async #part(n: number): Promise<void> {
    this.#drop();
    const file = this.#files[n];
    if (file === undefined) {
      this.#playing = false;
      this.#at = -1;
      this.#whole = true;
      return;
    }
    this.#at = n;
    const sound = new Audio(URL.createObjectURL(file));
    this.#sound = sound;
    sound.onended = () => void this.#part(n + 1);
    sound.onerror = () => this.#fails(sound);
    await this.#start(sound);
  }

  async #start(sound: HTMLAudioElement): Promise<void> {
    this.#playing = true;
    try {
      await sound.play();
    } catch {
      if (this.#playing) this.#fails(sound); // not where it was paused at once
    }
  }

  #fails(sound: HTMLAudioElement): void {
    if (sound !== this.#sound) return;
    this.stop();
    this.#failed = true;
  }

  #drop(): void {
    if (this.#sound === null) return;
    this.#sound.onended = null;
    this.#sound.onerror = null;
    URL.revokeObjectURL(this.#sound.src);
    this.#sound = null;
  }
}
