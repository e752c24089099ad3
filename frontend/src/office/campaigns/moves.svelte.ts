// Many homes taken one step on, one entry each. Each home keeps its entry until it is decided, so that trying again after
// a broken line sends the same one. A refusal of one home does not stop the others; a broken line stops the run.

import { deliver, type Entry, prepare } from '../../lib/api';
import type { Home, Step } from '../../lib/api/types';
import { Problem } from '../../lib/problem';

export interface Refusal {
  number: number;
  error: unknown;
}

export class Moves {
  #entries = new Map<string, Entry<'home.advance'>>();
  #busy = $state(false);
  #total = $state(0);
  #done = $state(0);
  #moved = $state(0);
  #refusals = $state.raw<Refusal[]>([]);
  #error = $state.raw<unknown>(null);

  get busy(): boolean {
    return this.#busy;
  }

  get total(): number {
    return this.#total;
  }

  /** How many are decided, moved or refused. */
  get done(): number {
    return this.#done;
  }

  get moved(): number {
    return this.#moved;
  }

  get refusals(): Refusal[] {
    return this.#refusals;
  }

  /** What stopped the run: no answer came, and the rest was not sent. */
  get error(): unknown {
    return this.#error;
  }

  async run(homes: Home[], to: Step): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    const due = homes.filter((home) => home.step !== to); // after a broken run some stand there already
    this.#total = due.length;
    this.#done = 0;
    this.#moved = 0;
    this.#refusals = [];
    this.#error = null;
    for (const home of due) {
      await this.#one(home, to);
      if (this.#error !== null) break;
    }
    this.#busy = false;
  }

  async #one(home: Home, to: Step): Promise<void> {
    const key = `${home.id} ${home.step} ${to}`;
    const entry = this.#entries.get(key) ?? prepare('home.advance', { home: home.id, to, note: '' });
    this.#entries.set(key, entry);
    try {
      await deliver(entry);
      this.#moved += 1;
    } catch (error) {
      if (!(error instanceof Problem) || error.retryable || error.status === 401) {
        this.#error = error;
        return;
      }
      this.#refusals = [...this.#refusals, { number: home.number, error }];
    }
    this.#entries.delete(key);
    this.#done += 1;
  }
}
