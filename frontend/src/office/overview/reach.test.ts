import { describe, expect, it } from 'vitest';
import type { PlaceCounts } from '../../lib/api/types';
import type { AreaKey } from '../../lib/ids';
import { byNeed, need, share, waiting } from './reach';

const place = (name: string, grades: PlaceCounts['grades'], reached: number): PlaceCounts => ({
  area: `panchayat:${name}` as AreaKey,
  name,
  name_bn: '',
  name_hi: '',
  households: 100,
  people: 400,
  grades,
  carded: 0,
  entitled: 0,
  served: reached + 5,
  reached,
  reported: 0,
});

describe('need against reach', () => {
  it('counts part, severe and destroyed, and only the served among them', () => {
    const one = place('a', [7, 8, 1, 2, 3], 3);
    expect([need(one), waiting(one), share(one)]).toEqual([6, 3, 50]);
  });

  it('is nothing where nobody is in need', () => {
    const none = place('a', [7, 8, 0, 0, 0], 0);
    expect([need(none), waiting(none), share(none)]).toEqual([0, 0, 0]);
  });

  it('puts first where most still wait', () => {
    const rows = [place('a', [0, 0, 5, 0, 0], 4), place('b', [0, 0, 9, 0, 0], 0), place('c', [0, 0, 1, 0, 0], 0)];
    expect(byNeed(rows).map((row) => row.name)).toEqual(['b', 'a', 'c']);
  });
});
