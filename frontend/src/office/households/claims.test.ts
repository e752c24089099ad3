import { describe, expect, it } from 'vitest';
import type { Claims } from '../../lib/api/types';
import { type EntryId, type HouseholdId, idFrom } from '../../lib/ids';
import { type Answer, type Case, cases, decision } from './claims';

const answer = (...value: string[]) => ({ value, value_bn: '', value_hi: '', area: '' as const, by: 'Rina', at: null });

const view: Claims = {
  id: idFrom<HouseholdId>('h'),
  version: 7,
  claims: [
    { claim: idFrom<EntryId>('one'), field: 'phone', present: answer('9830000001'), claimed: answer('9830000002') },
    { claim: idFrom<EntryId>('two'), field: 'criteria', present: answer(), claimed: answer('widow', 'infant') },
    { claim: idFrom<EntryId>('one'), field: 'people/men', present: answer('1'), claimed: answer('2') },
  ],
};

describe('the decision on a claim', () => {
  const [one, two] = cases(view) as [Case, Case];
  const all = (choice: Answer) => () => choice;

  it('is one for all fields of a correction', () => {
    expect([one.fields.map((field) => field.field), two.fields.length]).toEqual([['phone', 'people/men'], 1]);
  });

  it('is a correction with the chosen answers, from the version that was read', () => {
    const base = { household: 'h', base_version: 7, settles: 'one' };
    expect(decision(view, one, all('claimed'))).toEqual({ ...base, phone: '9830000002', people: { men: 2 } });
    expect(decision(view, one, (field) => (field === 'phone' ? 'present' : 'claimed'))).toEqual({
      ...base,
      people: { men: 2 },
    });
    expect(decision(view, two, all('claimed'))).toMatchObject({ settles: 'two', criteria: ['widow', 'infant'] });
  });

  it('is a correction without a field where the present answers stay', () => {
    expect(decision(view, one, all('present'))).toEqual({ household: 'h', base_version: 7, settles: 'one' });
  });
});
