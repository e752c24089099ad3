// How a face opens: the server is asked who we are, and what another account left behind is forgotten.

import { keepFor } from './keep';
import { account, resume } from './session.svelte';

export interface Opening {
  readonly busy: boolean;
  /** Why the server could not be asked, or null. */
  readonly error: unknown;
  /** Asks again. */
  open: () => Promise<void>;
}

/** Opens the session of a face. Called once, by its root component. */
export function openSession(): Opening {
  let busy = $state(true);
  let error = $state.raw<unknown>(null);
  const person = $derived(account()?.id);

  $effect(() => {
    if (person !== undefined) keepFor(person);
  });

  async function open(): Promise<void> {
    busy = true;
    error = null;
    try {
      await resume();
    } catch (problem) {
      error = problem;
    } finally {
      busy = false;
    }
  }

  void open();
  return {
    get busy() {
      return busy;
    },
    get error() {
      return error;
    },
    open,
  };
}
