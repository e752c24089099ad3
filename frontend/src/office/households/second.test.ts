import { expect, it, vi } from 'vitest';
import type { Outcome } from '../../lib/api/types';
import { startLanguage, suggestLanguage } from '../../lib/i18n.svelte';
import type { EntryId } from '../../lib/ids';
import { bothGrades, farApart } from './second';

const outcome = (was: number, grade: number): Outcome => ({
  entry: 'e' as EntryId,
  status: 'applied',
  numbers: { was, grade },
});

it('says how two grades compare, and from which difference on a third look is asked for', async () => {
  vi.stubGlobal('document', { documentElement: {} });
  vi.stubGlobal('localStorage', { getItem: () => null });
  vi.stubGlobal('navigator', { languages: ['en'] });
  await startLanguage(['common', 'office']);
  await suggestLanguage('en');
  expect(bothGrades(outcome(3, 3))).toEqual({ text: 'Saved. Two people have now checked this house.', far: false });
  expect(bothGrades(outcome(3, 4)).text).toMatch(/Severe.*Destroyed.*Yours counts/);
  expect(bothGrades(outcome(3, 4)).far).toBe(false);
  expect(bothGrades(outcome(0, 3)).text).toMatch(/No damage.*Severe.*third look/);
  expect([farApart(0, 1), farApart(2, 0), farApart(1, 4)]).toEqual([false, true, true]);
});
