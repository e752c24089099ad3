// The finished tasks of this practice. They are stored with its worker, because an entry that finished one can be taken back.

import { entries } from '../phone/outbox/outbox.svelte';
import { PRACTISER, TASKS, type Task } from '../phone/storage/practice';
import { addPractised, worker } from '../phone/storage/vault.svelte';
import { finishedBy } from './tasks';

const NONE: readonly Task[] = [];

/** The finished tasks, in their order. */
export function doneTasks(): readonly Task[] {
  const stored = worker()?.row.practised ?? NONE;
  const now = finishedBy(entries());
  return TASKS.filter((task) => stored.includes(task) || now.includes(task));
}

/** Stores the tasks that entries finish, for as long as the component that calls it is on the page. */
export function followEntries(): void {
  $effect(() => {
    const stored = worker()?.row.practised ?? NONE;
    const now = finishedBy(entries());
    if (now.some((task) => !stored.includes(task))) void addPractised(PRACTISER, now);
  });
}
