// Debounces scans: a card is in front of the camera for many frames and counts once in two seconds; another card is a new scan.

export const SAME_CARD_MS = 2_000;

export class SameCard {
  #last = '';
  #until = 0;

  /** Whether this reading is a new scan. `now` is in milliseconds of a monotonic clock. */
  admit(card: string, now: number): boolean {
    if (card === this.#last && now < this.#until) return false;
    this.#remember(card, now);
    return true;
  }

  /** Restarts the two seconds of the last card, when its verdict was closed. */
  closed(now: number): void {
    this.#until = now + SAME_CARD_MS;
  }

  #remember(card: string, now: number): void {
    this.#last = card;
    this.#until = now + SAME_CARD_MS;
  }
}
