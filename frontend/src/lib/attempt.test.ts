import { expect, it } from 'vitest';
import { Attempt } from './attempt.svelte';

it('does one piece of work at a time', async () => {
  const attempt = new Attempt();
  const done: string[] = [];
  let finish = (): void => {};
  const first = attempt.run(async () => {
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    done.push('first');
  });
  expect(attempt.busy).toBe(true);
  await attempt.run(async () => void done.push('second'));
  finish();
  await first;
  expect([done, attempt.busy]).toEqual([['first'], false]);
});

it('keeps a failure until the next work, but not one that is shown at its field', async () => {
  const shown: unknown[] = [];
  const attempt = new Attempt((error) => error === 'field' && shown.push(error) > 0);
  await attempt.run(() => Promise.reject('line'));
  expect(attempt.failure).toBe('line');
  await attempt.run(() => Promise.reject('field'));
  expect([attempt.failure, shown, attempt.busy]).toEqual([null, ['field'], false]);
});
