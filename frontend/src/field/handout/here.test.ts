import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import type { AreaKey, CardId, HouseholdId } from '../../lib/ids';

import type { Entitled } from '../phone/pack/pack.svelte';
import { aBrowser, enrolled, saveAny as save } from '../phone/testing/testphone';
import { judgeRow } from './here';

aBrowser();

const row: Entitled = {
  entitlement: 'e',
  household: 'h' as HouseholdId,
  card: 'c' as CardId,
  generation: 1,
  code: 'CODE',
  mark: '',
  size: 3,
  area: 'panchayat:1' as AreaKey,
  village: '',
  village_bn: '',
  village_hi: '',
  sounds: [],
  phone4: '',
  items: [],
  served: null,
};

it('knows what it handed out, what was taken back, and what was handed out again', { timeout: 30_000 }, async () => {
  await enrolled();
  const says = (): string => judgeRow('d', row).verdict.verdict;
  expect(says()).toBe('give');
  for (const [kind, then] of [
    ['handover.record', 'already_given'],
    ['handover.undo', 'give'],
    ['handover.record', 'already_given'],
  ] as const) {
    await save(kind, {}, { title: 'CODE', entitlement: 'e' });
    expect(says(), `after ${kind}`).toBe(then);
  }
  expect(judgeRow('d', { ...row, entitlement: 'another' }).verdict.verdict).toBe('give');
});

it('names the place of an earlier handover in all languages, as the list does', () => {
  const served = { at: '2020-06-05T09:00:00Z', place: 'School', place_bn: 'স্কুল', place_hi: 'स्कूल' };
  const { verdict } = judgeRow('d', { ...row, entitlement: 'elsewhere', served });
  expect(verdict).toMatchObject({ verdict: 'already_given', ...served });
});
