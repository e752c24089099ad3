// One form's entry on its way. While its answer is unknown the same entry is sent again; once decided, the next press is
// a new one. The thing it makes has one id for all tries, so that it can never be made twice.

import { untrack } from 'svelte';
import { deliver, type Entry, prepare } from '../lib/api';
import type { Kind, Outcome, OwnId, Payloads } from '../lib/api/types';
import { explain } from '../lib/explain';
import { language } from '../lib/i18n.svelte';
import { idFrom } from '../lib/ids';
import { Problem } from '../lib/problem';
import { uuid7 } from '../lib/uuid7';
import { withItemName } from './goods';

export interface Trouble {
  id: string;
  text: string;
}

export class Work {
  #prefix: string;
  #thing: string = uuid7();
  #entry = $state.raw<Entry | null>(null);
  #busy = $state(false);
  #error = $state.raw<unknown>(null);
  #say = $state.raw<() => Trouble[]>(() => []);
  /** Said anew when the language changes, but not while a field is being edited. */
  #troubles = $derived.by(() => {
    language();
    return untrack(this.#say);
  });

  /** The prefix of the form's field ids: the server's /lines/0/item is the field <prefix>-lines-0-item. */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** What went wrong, unless it belongs to a field. */
  get error(): unknown {
    return this.#error;
  }

  get troubles(): Trouble[] {
    return this.#troubles;
  }

  /** An entry was sent and its answer is not known: the answers must not change now. */
  get waiting(): boolean {
    return this.#entry !== null;
  }

  wrong = (id: string): string | undefined => this.#troubles.find((trouble) => trouble.id === id)?.text;

  /** Checks, then sends; gives the outcome, or null when something is wrong. `at`: when it happened, of what a paper states. */
  async send<K extends Kind>(
    kind: K,
    check: () => Trouble[],
    payload: (id: OwnId<K>) => Payloads[K],
    at: () => Date | undefined = () => undefined,
  ): Promise<Outcome | null> {
    if (this.#busy) return null;
    this.#error = null;
    if (this.#entry === null) {
      this.#say = () => check();
      if (this.#troubles.length > 0) return null;
      this.#entry = prepare(kind, payload(idFrom<OwnId<K>>(this.#thing)), at());
    }
    this.#busy = true;
    try {
      const outcome = await deliver(this.#entry);
      this.#entry = null;
      this.#thing = uuid7();
      return outcome;
    } catch (error) {
      this.#refused(error);
      return null;
    } finally {
      this.#busy = false;
    }
  }

  #refused(error: unknown): void {
    const shown = withItemName(error);
    if (error instanceof Problem && !error.retryable && error.status !== 401) this.#entry = null;
    const field = error instanceof Problem && this.#entry === null ? this.#fieldOf(error.path) : null;
    if (field === null) this.#error = shown;
    else this.#say = () => [{ id: field, text: explain(withItemName(error)) }];
  }

  #fieldOf(path: string): string | null {
    const id = this.#prefix + path.replace(/^\/payload(?=\/)/, '').replaceAll('/', '-'); // the server's path begins with it
    return path !== '' && document.getElementById(id) !== null ? id : null;
  }
}
