// One entry of a screen, from the touch to its being safe. It is on the disk before the screen goes on; where there is a
// line the screen waits a moment for the office's word.

import type { Kind, Payloads } from '../../../lib/api/types';
import { Problem } from '../../../lib/problem';
import type { Local } from '../outbox/entrydetails';
import { dealtWith, entries, type Photo, save } from '../outbox/outbox.svelte';
import { storeProblem } from '../storage/store';
import { isOffline, whileAsking } from './office.svelte';
import { kick, syncState } from './sync.svelte';

const WORD_MS = 1_500; // the entry is safe: less than for an answer that the screen needs
const LOOK_MS = 50;

/** How far an entry has come when its screen goes on: on this phone, with the office, or held there. */
export type Came = 'here' | 'sent' | 'held';

export class Keeping {
  #busy = $state(false);
  #error = $state.raw<unknown>(null);
  #entry = $state('');

  get busy(): boolean {
    return this.#busy;
  }

  /** What went wrong at the last try, or null. */
  get error(): unknown {
    return this.#error;
  }

  /** The id of the entry that was saved last; empty before. */
  get entry(): string {
    return this.#entry;
  }

  clear(): void {
    this.#error = null;
  }

  /** Saves an entry. Gives how far it came, or null when it could not be saved or was refused at once (see `error`). */
  async save<K extends Kind>(
    kind: K,
    payload: Payloads[K],
    local: Local<K>,
    photos: Photo[] = [],
  ): Promise<Came | null> {
    if (this.#busy) return null;
    this.#busy = true;
    this.#error = null;
    try {
      const id = await save(kind, payload, local, photos);
      this.#entry = id;
      return isOffline() ? 'here' : await whileAsking(this.#word(id));
    } catch (error) {
      this.#error = storeProblem(error);
      return null;
    } finally {
      this.#busy = false;
    }
  }

  /** Saves an entry that another one follows, without waiting for the office. False: it could not be saved (see `error`). */
  async keep<K extends Kind>(kind: K, payload: Payloads[K], local: Local<K>): Promise<boolean> {
    this.#error = null;
    try {
      await save(kind, payload, local);
      return true;
    } catch (error) {
      this.#error = storeProblem(error);
      return false;
    }
  }

  /** Waits a moment for the office's word on an entry that is safe already. */
  async #word(id: string): Promise<Came | null> {
    void kick(true);
    for (const until = performance.now() + WORD_MS; performance.now() < until; ) {
      const row = entries().find((one) => one.id === id);
      if (row?.state === 'sent') return 'sent';
      if (row?.state === 'deferred') return 'held';
      if (row?.state === 'asks') {
        await dealtWith(id); // the person reads it now, on this very screen
        this.#error = new Problem(row.code || 'answer_unreadable', 409, row.path, row.numbers);
        return null;
      }
      if (syncState().line === 'none') return 'here';
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    return 'here';
  }
}
