// One campaign, as several screens read it.

import { get } from '../../lib/api';
import type { Campaign } from '../../lib/api/types';

export class OneCampaign {
  #slug: string;
  #campaign = $state.raw<Campaign | null>(null);
  #error = $state.raw<unknown>(null);
  #busy = $state(false);

  constructor(slug: string) {
    this.#slug = slug;
    void this.load();
  }

  get it(): Campaign | null {
    return this.#campaign;
  }

  get error(): unknown {
    return this.#error;
  }

  get busy(): boolean {
    return this.#busy;
  }

  load = async (): Promise<void> => {
    this.#busy = true;
    this.#error = null;
    try {
      this.#campaign = await get('/api/v1/campaigns/{slug}', { path: { slug: this.#slug } });
    } catch (error) {
      this.#error = error;
    } finally {
      this.#busy = false;
    }
  };
}
