import { describe, expect, it } from 'vitest';
import type { Consent, Family } from '../../lib/api/types';
import { changesOf, draftOf } from './correction';
import { standing } from './protection';

const family = {
  area: 'block:2738',
  name: 'Rahima Bibi',
  own_name: 'Rahima Bibi',
  also_called: '',
  phone: '9876543210',
  phone_of: 'self',
  landmark: 'pond',
  house: 'kutcha',
  criteria: ['widow', 'infant'],
  people: { women: 1, men: 0, girls: 2, boys: 0, infants: 0, elderly: 0 },
} as unknown as Family;

describe('a correction', () => {
  it('of a family without a name does not take its designation for one', () => {
    const nameless = { ...family, name: 'Fish · 9QXM', own_name: '' };
    const draft = draftOf(nameless);
    expect(draft.name).toBe('');
    expect(changesOf(nameless, draft)).toEqual({});
    expect(changesOf(nameless, { ...draft, name: 'Rahima' })).toEqual({ name: 'Rahima' });
  });

  it('says nothing of what stays', () => {
    const draft = draftOf(family);
    draft.criteria.reverse();
    draft.name = ' Rahima Bibi ';
    expect(changesOf(family, draft)).toEqual({});
  });

  it('tells emptied from untouched, and one count from the others', () => {
    const draft = { ...draftOf(family), phone: '', area: 'block:2739' as Family['area'] };
    draft.people.girls = 0;
    expect(changesOf(family, draft)).toEqual({ phone: '', area: 'block:2739', people: { girls: 0 } });
  });
});

describe('the answer that stands', () => {
  const say = (given: boolean, at: string, recorded: string) =>
    ({ purpose: 'relief', given, at, recorded_at: recorded }) as Consent;

  it('is the newest said, and of two said at once the one that came last', () => {
    const late = say(true, '2020-06-01T00:00:00Z', '2020-06-09T00:00:00Z');
    const no = say(false, '2020-06-02T00:00:00Z', '2020-06-02T00:00:00Z');
    expect(standing([no, late], 'relief')).toBe(no);
    const yes = say(true, '2020-06-02T00:00:00Z', '2020-06-03T00:00:00Z');
    expect(standing([yes, no], 'relief')).toBe(yes);
    expect(standing([yes, no], 'photo')).toBeNull();
  });
});
