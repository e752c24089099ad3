// A card lies before the camera for many frames. For two seconds it counts once; another card passes at once.

export const SAME_CARD_MS = 2_000;

export class SameCard {
  #last = '';
  #until = 0;

  /** Whether this reading is a new scan. `now` is milliseconds on any clock that only goes forward. */
  admit(card: string, now: number): boolean {
    if (card === this.#last && now < this.#until) return false;
    this.#remember(card, now);
    return true;
  }

  /** Starts the two seconds of the last card again, when its verdict has just been closed. */
  closed(now: number): void {
    this.#until = now + SAME_CARD_MS;
  }

  #remember(card: string, now: number): void {
    this.#last = card;
    this.#until = now + SAME_CARD_MS;
  }
}
