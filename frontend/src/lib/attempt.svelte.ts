// Requests of one screen: one at a time, with what went wrong.

export class Attempt {
  #refused: (error: unknown) => boolean;
  #busy = $state(false);
  #failure = $state.raw<unknown>(null);

  /** `refused` shows an error at its field and says so; every other one is the failure of the attempt. */
  constructor(refused: (error: unknown) => boolean = () => false) {
    this.#refused = refused;
  }

  get busy(): boolean {
    return this.#busy;
  }

  get failure(): unknown {
    return this.#failure;
  }

  /** Does the work, unless some is being done, and never throws. */
  run = async (work: () => Promise<void>): Promise<void> => {
    if (this.#busy) return;
    this.#busy = true;
    this.#failure = null;
    try {
      await work();
    } catch (error) {
      if (!this.#refused(error)) this.#failure = error;
    } finally {
      this.#busy = false;
    }
  };
}
