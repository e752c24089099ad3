// Debounces scans: a card is in front of the camera for many frames and counts once, until it was out of sight for two
// seconds; another card is a new scan.

export const SAME_CARD_MS = 2_000;

export class SameCard {
  #last = '';
  #until = 0;

  /** Whether this reading is a new scan. `now` is in milliseconds of a monotonic clock. */
  admit(card: string, now: number): boolean {
    const same = card === this.#last && now < this.#until;
    this.#last = card;
    this.#until = now + SAME_CARD_MS; // a card that stays in view extends it
    return !same;
  }

  /** Restarts the two seconds of the last card, when its verdict was closed. */
  closed(now: number): void {
    this.#until = now + SAME_CARD_MS;
  }
}
