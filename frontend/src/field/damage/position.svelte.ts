// The position of a house, where the organisation enabled it and the family agreed: the best of a minute. It never blocks:
// after an early save the search continues in the background, and the best position is recorded when the minute is over.

import { language } from '../../lib/i18n.svelte';
import type { HouseholdId } from '../../lib/ids';
import { uuid7 } from '../../lib/uuid7';
import { save } from '../phone/outbox/outbox.svelte';
import { pack } from '../phone/pack/pack.svelte';
import type { Position } from '../position';

const PATIENCE_MS = 60_000;
/** As near as a phone's receiver comes under the open sky; nothing better is waited for. */
const NEAR_M = 10;
const DECIMALS = 5; // a metre

/** Whether families may be asked for the position of their house. */
export const positionsAsked = (): boolean => pack()?.settings.positions ?? false;

export class HousePosition {
  #agreed = $state(false);
  #best = $state.raw<Position | null>(null);
  #looking = $state(false);
  #watch: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ended: () => void = () => {};
  #whole: Promise<void> = Promise.resolve();

  get agreed(): boolean {
    return this.#agreed;
  }

  /** The best position so far, or null. */
  get best(): Position | null {
    return this.#best;
  }

  get looking(): boolean {
    return this.#looking;
  }

  /** The family agrees: the phone looks for a minute. */
  agree(): void {
    this.#agreed = true;
    this.#best = null;
    if (!('geolocation' in navigator)) return;
    this.#looking = true;
    this.#whole = new Promise((ended) => {
      this.#ended = ended;
    });
    const seen = ({ coords }: GeolocationPosition): void =>
      this.#seen({ lon: coords.longitude, lat: coords.latitude, accuracy_m: coords.accuracy });
    const options = { enableHighAccuracy: true, maximumAge: 0, timeout: PATIENCE_MS };
    // Only a refusal ends the search: under a tin roof the receiver reports errors and then finds it.
    const failed = ({ code, PERMISSION_DENIED }: GeolocationPositionError): void => {
      if (code === PERMISSION_DENIED) this.#stop();
    };
    this.#watch = navigator.geolocation.watchPosition(seen, failed, options);
    this.#timer = setTimeout(() => this.#stop(), PATIENCE_MS);
  }

  /** Discards the position: the family does not agree, or withdrew its consent. */
  decline(): void {
    this.#agreed = false;
    this.#best = null;
    this.#stop();
  }

  #seen(found: Position): void {
    if (!this.#agreed) return;
    if (this.#best === null || found.accuracy_m < this.#best.accuracy_m) this.#best = found;
    if (found.accuracy_m <= NEAR_M) this.#stop();
  }

  #stop(): void {
    clearTimeout(this.#timer);
    if (this.#watch !== null) navigator.geolocation.clearWatch(this.#watch);
    this.#watch = null;
    this.#looking = false;
    this.#ended();
  }

  /** Records the position as an entry of its own, when the search is over. The entry alone has the coordinates. */
  async keep(household: HouseholdId, title: string): Promise<void> {
    if (!this.#agreed) return;
    await this.#whole;
    const found = this.#best;
    if (found === null || !positionsAsked()) return;
    const at = (degrees: number): number => Number(degrees.toFixed(DECIMALS));
    const said = {
      id: uuid7(),
      household,
      lon: at(found.lon),
      lat: at(found.lat),
      accuracy_m: Math.ceil(found.accuracy_m),
      consent: { given: true, how: 'read_by_me', language: language() } as const,
    };
    await save('household.position', said, { title, payload: { household } });
  }
}
