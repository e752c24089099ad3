// Start of an app: fetches the session and deletes what another account left in sessionStorage.

import { keepFor } from './keep';
import { account, resume } from './session.svelte';

export interface Opening {
  readonly busy: boolean;
  /** Why the session could not be fetched, or null. */
  readonly error: unknown;
  /** Fetches the session again. */
  open: () => Promise<void>;
}

/** Opens the session of an app. Called once, by its root component. */
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
