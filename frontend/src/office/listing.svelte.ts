// A list as the server pages it: the first page, and more when asked. The newest question wins over a slow older one.

import { get, type List } from '../lib/api';

type Query = Record<string, string | number | undefined>;

export class Listing<Row> {
  #path: string;
  #ask: () => Query;
  #turn = 0;
  #rows = $state.raw<Row[] | null>(null);
  #next = $state('');
  #busy = $state(false);
  #error = $state.raw<unknown>(null);

  constructor(path: string, ask: () => Query = () => ({})) {
    this.#path = path;
    this.#ask = ask;
  }

  /** Null until the first page has come. */
  get rows(): Row[] | null {
    return this.#rows;
  }

  get busy(): boolean {
    return this.#busy;
  }

  get error(): unknown {
    return this.#error;
  }

  get hasMore(): boolean {
    return this.#next !== '';
  }

  load = async (): Promise<void> => {
    await this.#fetch('');
  };

  more = async (): Promise<void> => {
    if (!this.#busy && this.hasMore) await this.#fetch(this.#next);
  };

  /** Every page, one after the other. */
  loadAll = async (): Promise<void> => {
    await this.load();
    while (this.#next !== '' && this.#error === null) await this.more();
  };

  async #fetch(after: string): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#busy = true;
    this.#error = null;
    try {
      const page = await get<List<Row>>(this.#path, { ...this.#ask(), after });
      if (turn !== this.#turn) return;
      this.#rows = after === '' ? page.rows : [...(this.#rows ?? []), ...page.rows];
      this.#next = page.next;
    } catch (error) {
      if (turn === this.#turn) this.#error = error;
    } finally {
      if (turn === this.#turn) this.#busy = false;
    }
  }
}
