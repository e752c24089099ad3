// One entry on its way. When no answer comes the entry stays, also over a reload, and trying again sends the same one:
// the server then either takes it or tells what it had decided. A refusal ends it: the next try is a new entry.

import { deliver, type Entry, prepare } from './api';
import type { Kind, Outcome, Payloads } from './api/types';
import { forget, keep, kept } from './keep';
import { Problem } from './problem';

export class Sending {
  #name: string;
  #entry = $state.raw<Entry | null>(null);
  #busy = $state(false);
  #error = $state.raw<unknown>(null);

  /** The name tells entries of different screens apart. */
  constructor(name: string) {
    this.#name = `sending.${name}`;
    this.#entry = kept<Entry>(this.#name);
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** What went wrong at the last try, or null. */
  get error(): unknown {
    return this.#error;
  }

  /** True while an entry has been sent whose answer is not known. Its answers must not be changed any more. */
  get waiting(): boolean {
    return this.#entry !== null;
  }

  /** Sends a new entry, or the waiting one again. Gives the outcome, or null when it did not work (see `error`). */
  async send<K extends Kind>(kind: K, payload: Payloads[K]): Promise<Outcome | null> {
    return this.#deliver(this.#entry ?? prepare(kind, payload));
  }

  /** Sends the waiting entry again; null without one. */
  async again(): Promise<Outcome | null> {
    return this.#entry === null ? null : this.#deliver(this.#entry);
  }

  async #deliver(entry: Entry): Promise<Outcome | null> {
    if (this.#busy) return null;
    this.#hold(entry);
    this.#busy = true;
    this.#error = null;
    try {
      const outcome = await deliver(entry);
      this.#hold(null);
      return outcome;
    } catch (error) {
      this.#error = error;
      if (decided(error)) this.#hold(null);
      return null;
    } finally {
      this.#busy = false;
    }
  }

  /** Takes the message away, for instance when the person changes an answer. */
  clear(): void {
    this.#error = null;
  }

  #hold(entry: Entry | null): void {
    this.#entry = entry;
    if (entry === null) forget(this.#name);
    else keep(this.#name, entry);
  }
}

/** A refusal decides an entry; a missing answer, a busy server or an ended session does not. */
function decided(error: unknown): boolean {
  return error instanceof Problem && !error.retryable && error.status !== 401;
}
