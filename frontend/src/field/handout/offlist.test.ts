import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import { allEntries } from '../phone/outbox/outbox.svelte';
import { aBrowser, asNew, enrolled, saveAny as save } from '../phone/testing/testphone';
import { openedByPin, PIN_OPENS } from './handed';

aBrowser();

beforeEach(async () => {
  await asNew();
  await enrolled();
});

/** A handover to a family that is not on the list, or that is. */
async function serve(distribution: string, off_list: string): Promise<void> {
  const id = crypto.randomUUID();
  const payload = { id, distribution, offList: off_list, items: [] };
  await save('handover.record', payload, { title: '', payload });
}

it('asks for the leader’s PIN before the first family off the list, and again after five (B42)', async () => {
  await allEntries();
  expect(openedByPin('d1')).toBe(0);
  for (let n = 1; n < PIN_OPENS; n++) {
    await serve('d1', 'new_damage');
    expect(openedByPin('d1')).toBe(PIN_OPENS - n);
  }
  await serve('d1', 'list_is_old');
  expect(openedByPin('d1')).toBe(0);
});

it('counts neither another list, nor families on the list, nor another day', async () => {
  await allEntries();
  await serve('d1', 'new_damage');
  await serve('d1', '');
  await serve('d2', 'other');
  expect(openedByPin('d1')).toBe(PIN_OPENS - 1);
  const tomorrow = new Date(Date.now() + 86_400_000);
  expect(openedByPin('d1', tomorrow)).toBe(0); // the control: today's PIN opens nothing tomorrow
});
