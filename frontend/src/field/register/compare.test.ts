import { beforeEach, expect, it, vi } from 'vitest';
import type { Similar } from '../../lib/api/types';
import { type Draft, emptyDraft } from '../../lib/forms/registration';
import type { AreaKey, HouseholdId } from '../../lib/ids';
import { Problem } from '../../lib/problem';
import { OFFICE_MS } from '../phone/sync/office.svelte';
import { Comparison } from './compare.svelte';

const similar = (id: string): Similar => ({
  id: id as HouseholdId,
  name: 'Rahima',
  phone_last4: '',
  area_name: '',
  area_name_bn: '',
  area_name_hi: '',
  size: 4,
  why: ['name'],
});

const office = vi.hoisted(() => ({ answer: (): Promise<unknown> => Promise.resolve({ rows: [] }), asked: 0 }));
const line = vi.hoisted(() => ({ is: 'there' }));

vi.mock('../../lib/api', () => ({
  get: () => {
    office.asked += 1;
    return office.answer();
  },
}));
vi.mock('../phone/families/alike', () => ({ alikeHere: () => [similar('here')] }));
vi.mock('../phone/sync/sync.svelte', () => ({
  syncState: () => ({ line: line.is }),
  lineLost: () => {},
  kick: () => Promise.resolve(),
}));

const draft = (changes: Partial<Draft> = {}): Draft => ({
  ...emptyDraft('new' as HouseholdId),
  area: 'v1' as AreaKey,
  name: 'Rahima',
  ...changes,
});
const ids = (comparison: Comparison) => comparison.alike.map(({ id }) => id);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('navigator', { onLine: true });
  office.asked = 0;
  line.is = 'there';
});

it('has the families of this phone at once, and those of the office when it answers', async () => {
  office.answer = () => Promise.resolve({ rows: [similar('office'), similar('here')] });
  const comparison = new Comparison();
  comparison.look(draft());
  expect([ids(comparison), comparison.asking, comparison.onlyHere]).toEqual([['here'], true, true]);
  await vi.advanceTimersByTimeAsync(0);
  expect([ids(comparison), comparison.asking, comparison.onlyHere]).toEqual([['office', 'here'], false, false]);
  comparison.look(draft());
  expect(office.asked).toBe(1); // the same answers are not asked about again
  comparison.look(draft({ hasPhone: 'yes', phone: '9876543210' }));
  expect(office.asked).toBe(2);
});

it('waits two seconds at most for an office that does not answer, and holds nothing meanwhile', async () => {
  office.answer = () => new Promise(() => {});
  const comparison = new Comparison();
  comparison.look(draft());
  expect(ids(comparison)).toEqual(['here']); // before any answer
  await vi.advanceTimersByTimeAsync(OFFICE_MS - 1);
  expect(comparison.asking).toBe(true);
  await vi.advanceTimersByTimeAsync(1);
  expect([comparison.asking, comparison.onlyHere, comparison.failure]).toEqual([false, true, null]);
});

it('asks nobody without a network, drops a late answer about other answers, and reports a refusal', async () => {
  line.is = 'none';
  const comparison = new Comparison();
  comparison.look(draft());
  expect([office.asked, ids(comparison), comparison.onlyHere]).toEqual([0, ['here'], true]);
  line.is = 'there';
  let late = (_: unknown): void => {};
  office.answer = () => new Promise((resolve) => (late = resolve));
  comparison.look(draft());
  office.answer = () => Promise.reject(new Problem('out_of_scope', 403));
  comparison.look(draft({ name: 'Kalpana' }));
  late({ rows: [similar('late')] });
  await vi.advanceTimersByTimeAsync(0);
  expect(ids(comparison)).toEqual(['here']);
  expect(comparison.failure).toBeInstanceOf(Problem);
});
