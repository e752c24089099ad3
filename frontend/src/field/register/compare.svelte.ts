// Comparison of a family that is being registered with those that are registered: at once with the families of this phone,
// and in the background with those of the office. Nothing waits for the office: it compares every registration again.

import { get } from '../../lib/api';
import type { Similar } from '../../lib/api/types';
import { type Draft, phoneOf } from '../../lib/forms/registration';
import { Problem } from '../../lib/problem';
import { alikeHere } from '../phone/families/alike';
import { askOffice, isOffline } from '../phone/sync/office.svelte';

export class Comparison {
  #alike = $state.raw<Similar[]>([]);
  #asking = $state(false);
  #onlyHere = $state(false);
  #failure = $state.raw<unknown>(null);
  #asked = '';

  /** The families that may be the same, the likeliest first. */
  get alike(): Similar[] {
    return this.#alike;
  }

  /** The office is being asked. */
  get asking(): boolean {
    return this.#asking;
  }

  /** Only the families of this phone were compared. */
  get onlyHere(): boolean {
    return this.#onlyHere;
  }

  /** Why the office gave no answer, where the connection is not the reason. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Compares with the families of this phone, and asks the office where these answers have not been asked about. */
  look(draft: Draft): void {
    const query = { name: draft.name.trim(), phone: phoneOf(draft), area: draft.area };
    const asked = JSON.stringify(query);
    if (asked === this.#asked && (this.#asking || !this.#onlyHere)) return;
    this.#asked = asked;
    this.#failure = null;
    this.#asking = false;
    this.#alike = alikeHere({ id: draft.id, ...query });
    this.#onlyHere = true;
    const told = query.name !== '' || query.phone !== '';
    if (told && !isOffline()) void this.#askOffice(query, asked);
  }

  async #askOffice(query: { name: string; phone: string; area: string }, asked: string): Promise<void> {
    this.#asking = true;
    try {
      const { rows } = await askOffice((limit) => get('/api/v1/households/similar', { query, limit }));
      if (asked !== this.#asked) return; // the answers have changed meanwhile
      const known = new Set<string>(rows.map(({ id }) => id));
      this.#alike = [...rows, ...this.#alike.filter(({ id }) => !known.has(id))];
      this.#onlyHere = false;
    } catch (error) {
      const noLine = error instanceof Problem && error.retryable;
      if (asked === this.#asked && !noLine) this.#failure = error;
    } finally {
      if (asked === this.#asked) this.#asking = false;
    }
  }
}
