import { beforeEach, expect, it, vi } from 'vitest';
import type { CardId, DistributionId } from '../../lib/ids';
import { Problem } from '../../lib/problem';
import type { Entitled } from '../phone/pack/pack.svelte';
import type { ShownVerdict } from '../types';
import { Desk } from './desk.svelte';

const phone = vi.hoisted(() => ({
  says: 'give' as ShownVerdict,
  office: (): Promise<unknown> => new Promise(() => {}),
  given: [] as unknown[],
  counted: null as unknown,
}));

const row = { entitlement: 'e', card: 'c' as CardId, code: 'CODE1234567', items: [] } as unknown as Entitled;
const verdictIs = (verdict: ShownVerdict) => ({
  verdict,
  mark: '',
  size: 1,
  items: [],
  at: null,
  place: '',
  card_code: '',
});

vi.mock('../../lib/router.svelte', () => ({ stage: () => '', enter: () => {}, leaveStages: () => Promise.resolve() }));
vi.mock('../../lib/i18n.svelte', () => ({ t: (key: string) => key }));
vi.mock('../phone/outbox/outbox.svelte', () => ({ allEntries: () => Promise.resolve() }));
vi.mock('../phone/pack/pack.svelte', () => ({
  due: (items: unknown) => items,
  pack: () => null,
  refresh: () => Promise.resolve(),
}));
vi.mock('../phone/storage/store', () => ({ storeProblem: (error: unknown) => error }));
vi.mock('../phone/sync/office.svelte', () => ({ askOffice: () => phone.office(), isOffline: () => false }));
vi.mock('../phone/sync/give', () => ({
  settle: (handing: unknown) => {
    phone.given.push(handing);
    return Promise.resolve({ how: 'given', failure: null });
  },
}));
vi.mock('./handed', () => ({ countedHere: () => phone.counted }));
vi.mock('./here', () => ({
  judge: () => Promise.resolve({ verdict: verdictIs(phone.says), row: phone.says === 'not_on_list' ? null : row }),
}));
vi.mock('./sound', () => ({ sayVerdict: () => {} }));

/** The stages of a history, and its back key. */
function history() {
  let all: string[] = [];
  return {
    stage: () => all.at(-1) ?? '',
    enter: (stage: string) => {
      all = [...all, stage];
    },
    leave: () => {
      all = [];
      return Promise.resolve();
    },
    key: () => {
      all = all.slice(0, -1);
    },
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

beforeEach(() => {
  Object.assign(phone, { says: 'give', office: () => new Promise(() => {}), given: [], counted: null });
});

async function shown(card: string, typed = true) {
  const steps = history();
  const desk = new Desk('d' as DistributionId, steps);
  desk.seen(card, typed);
  await settled();
  return { desk, steps };
}

it('goes from handing over to the verdict and to the scanner by the back key', async () => {
  const { desk, steps } = await shown('A');
  desk.serve();
  const seen = [desk.stage];
  for (let press = 0; press < 2; press++) {
    steps.key();
    seen.push(desk.stage);
  }
  expect(seen).toEqual(['hand', 'verdict', 'scan']);
});

it('is at the scanner again after a handover, with what was given', async () => {
  const { desk } = await shown('A');
  desk.serve();
  await desk.give('self', [], '');
  expect([desk.stage, desk.done?.code, desk.done?.online, phone.given.length]).toEqual([
    'scan',
    'CODE1234567',
    true,
    1,
  ]);
});

it('shows the verdict of the phone while the office is asked, and lets the worker go on', async () => {
  phone.says = 'not_on_list';
  let answer = (_: unknown): void => {};
  phone.office = () => new Promise((resolve) => (answer = resolve));
  const { desk } = await shown('A');
  expect([desk.verdict?.verdict, desk.busy]).toEqual(['not_on_list', false]);
  answer(verdictIs('give'));
  await settled();
  expect(desk.verdict?.verdict).toBe('give'); // the office has this family on its list
  desk.next();
  desk.rest();
  desk.seen('B', true);
  await settled();
  const late = answer;
  desk.next();
  desk.rest();
  late(verdictIs('give'));
  await settled();
  expect([desk.stage, desk.verdict]).toEqual(['scan', null]); // an answer to a card that is gone
});

it('answers "closed" after the count, and hands nothing over', async () => {
  phone.counted = {};
  for (const says of ['give', 'not_on_list', 'withdrawn'] as const) {
    phone.says = says;
    const { desk } = await shown('A');
    expect(desk.verdict?.verdict).toBe(says === 'withdrawn' ? 'withdrawn' : 'closed');
  }
});

it('does not look up a card that lies before the camera again, also after a number was typed', async () => {
  const { desk } = await shown('CARD', false);
  desk.next();
  desk.rest();
  desk.seen('TYPED', true);
  await settled();
  desk.next();
  desk.rest();
  desk.seen('CARD', false);
  await settled();
  expect([desk.stage, desk.note]).toEqual(['scan', 'scan.same_card']);
  desk.seen('OTHER', false); // the control: another card
  await settled();
  expect(desk.stage).toBe('verdict');
});

it('shows at the field that a typed number is wrong, and at the camera that a card is', async () => {
  phone.office = () => Promise.reject(new Problem('card_unreadable', 422));
  phone.says = 'not_on_list';
  const { desk } = await shown('A');
  await settled();
  expect(desk.failure).toMatchObject({ code: 'number_mistyped' });
});
