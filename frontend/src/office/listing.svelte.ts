// A list as the server pages it: the first page, and more when asked; or page after page, where the address says which
// one. The newest question wins over a slow older one.

import { type List, page } from '../lib/api';
import type { Asked, ListPath, Operation, RowOf } from '../lib/api/routes';

type Ask<P extends ListPath> =
  Asked<Operation<P, 'get'>> extends [asked: infer Needed]
    ? [ask: () => Needed]
    : [ask?: () => NonNullable<Asked<Operation<P, 'get'>>[0]>];

/** A list of the server by its path; `ask` gives the parameters of each page. */
export function listing<P extends ListPath>(path: P, ...[ask]: Ask<P>): Listing<RowOf<P>> {
  return new Listing((after) => page(path, after, ask?.() ?? {}));
}

export class Listing<Row> {
  #page: (after: string) => Promise<List<Row>>;
  #turn = 0;
  #rows = $state.raw<Row[] | null>(null);
  #next = $state('');
  #newer = $state(0);
  #busy = $state(false);
  #error = $state.raw<unknown>(null);

  constructor(page: (after: string) => Promise<List<Row>>) {
    this.#page = page;
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

  /** Where the next page begins; empty at the end. */
  get next(): string {
    return this.#next;
  }

  /** How many changes are missing here because the server still counts them; 0: the page is exact. */
  get newer(): number {
    return this.#newer;
  }

  /** Shows one page instead of the one before. */
  turn = async (after: string): Promise<void> => {
    await this.#run(async (current) => {
      const page = await this.#page(after);
      if (current()) this.#show(page.rows, page.next, page.newer);
    });
  };

  load = async (): Promise<void> => {
    await this.#fetch('');
  };

  more = async (): Promise<void> => {
    if (!this.#busy && this.hasMore) await this.#fetch(this.#next);
  };

  /** Every page, shown when the last has come. */
  loadAll = async (): Promise<void> => {
    await this.#run(async (current) => {
      const rows: Row[] = [];
      let next = '';
      let newer = 0;
      do {
        const page = await this.#page(next);
        rows.push(...page.rows);
        next = page.next;
        newer = Math.max(newer, page.newer ?? 0);
      } while (next !== '' && current());
      if (current()) this.#show(rows, '', newer);
    });
  };

  async #fetch(after: string): Promise<void> {
    await this.#run(async (current) => {
      const page = await this.#page(after);
      if (current())
        this.#show(after === '' ? page.rows : [...(this.#rows ?? []), ...page.rows], page.next, page.newer);
    });
  }

  #show(rows: Row[], next: string, newer = 0): void {
    this.#rows = rows;
    this.#next = next;
    this.#newer = newer;
  }

  async #run(work: (current: () => boolean) => Promise<void>): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const current = () => turn === this.#turn;
    this.#busy = true;
    this.#error = null;
    try {
      await work(current);
    } catch (error) {
      if (current()) this.#error = error;
    } finally {
      if (current()) this.#busy = false;
    }
  }
}
