import { expect, it } from 'vitest';
import type { Distribution, Rank } from '../../lib/api/types';
import { checked } from '../../lib/checked';
import { codeOf, isLess, matching, momentOf, payload } from './paper';

const CARD = checked('7K2M9QXM4T') ?? '';
const row = (household_name: string, card_code: string, entitlement = 'e1'): Rank =>
  ({
    household: household_name,
    household_name,
    card_code,
    entitlement,
    served_at: null,
    in: 'yes',
  }) as unknown as Rank;
const LIST = [row('Rahima Bibi', `${CARD.slice(0, 4)} ${CARD.slice(4)}`), row('সবিতা মণ্ডল', ''), row('Fish · 9QXM', '')];
const PLAN = {
  id: 'd1',
  lines: [
    { item: 'tarpaulin', per_household: 2 },
    { item: 'kit', per_household: 1 },
  ],
} as unknown as Distribution;

it.each([
  ['rahima', ['Rahima Bibi']],
  ['সবিতা', ['সবিতা মণ্ডল']],
  [CARD.toLowerCase(), ['Rahima Bibi']],
  ['৭k2m', ['Rahima Bibi']], // with a Bengali digit
  ['', []],
  ['nobody', []],
])('finds the families of a list that a text means: %s', (text, wanted) => {
  expect(matching(LIST, text).map((one) => one.household_name)).toEqual(wanted);
});

it('takes a card’s number only with its check symbol', () => {
  expect(codeOf(` ${CARD.slice(0, 4)}-${CARD.slice(4)}`)).toBe(CARD);
  const other = CARD.endsWith('0') ? '1' : '0';
  expect(codeOf(CARD.slice(0, -1) + other)).toBeNull();
  expect(codeOf(CARD.slice(0, -1))).toBeNull();
});

it('needs the day and the time of the paper', () => {
  expect(momentOf('2026-11-30', '14:05')?.getMinutes()).toBe(5);
  expect([momentOf('', '14:05'), momentOf('2026-11-30', '')]).toEqual([null, null]);
});

it('names the entitlement of a family, or the card alone, and says why less was given', () => {
  const id = 'h1' as never;
  const [family = row('', '')] = LIST;
  const said = { collector: 'family', less: '' } as const;
  expect(payload(id, PLAN, { ...said, recipient: { row: family, code: '' }, quantities: [2, 1] })).toEqual({
    ...{ id: 'h1', distribution: 'd1', collector: 'family', how: 'search', entitlement: 'e1' },
    items: [
      { item: 'tarpaulin', quantity: 2 },
      { item: 'kit', quantity: 1 },
    ],
  });
  const short = payload(id, PLAN, {
    ...said,
    less: 'finished',
    recipient: { row: null, code: CARD },
    quantities: [1, 0],
  });
  expect(short).toMatchObject({
    how: 'code',
    card: CARD,
    less_reason: 'finished',
    items: [{ item: 'tarpaulin', quantity: 1 }],
  });
  expect(short).not.toHaveProperty('entitlement');
  expect([isLess(PLAN, [2, 1]), isLess(PLAN, [2, 0])]).toEqual([false, true]);
});
