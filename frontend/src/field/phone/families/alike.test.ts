import { expect, it } from 'vitest';
import type { AreaKey, HouseholdId } from '../../../lib/ids';
import type { PackArea } from '../pack/pack.svelte';
import { alike } from './alike';
import type { Known } from './families';
import { sounds } from './sound';

const area = (key: string, path: string): PackArea => ({
  area: key as AreaKey,
  path,
  level: 'village',
  name: key,
  name_bn: '',
  name_hi: '',
  quality: '',
  outline: null,
});
const AREAS = [area('v1', '/19/303/2738/1/'), area('v2', '/19/303/2738/2/'), area('far', '/19/303/9/1/')];

const family = (id: string, name: string, changes: Partial<Known> = {}): Known => ({
  household: id as HouseholdId,
  name,
  also_called: '',
  phone4: '',
  area: 'v1',
  size: 4,
  ...changes,
});

const probe = { id: 'new', name: 'রহিমা মন্ডল', phone: '9876543210', area: 'v1' };

it('knows a name in another script and spelling, in the same block only', () => {
  const known = [family('a', 'Rohima Mandal'), family('b', 'Rahima Mondal', { area: 'far' }), family('c', 'Sita Das')];
  expect(alike(probe, known, AREAS).map(({ id }) => id)).toEqual(['a']);
});

it('puts phone before name and place, and says why', () => {
  const known = [family('a', 'Mondal Rahima', { area: 'v2' }), family('b', 'Sk Ali', { phone4: '3210', area: 'v2' })];
  expect(alike(probe, known, AREAS).map(({ id, why }) => [id, why])).toEqual([
    ['b', ['phone']],
    ['a', ['name']],
  ]);
});

it('puts a name in part after the whole name, a rare one before a common one, in the same panchayat only', () => {
  const known = [
    family('a', 'Rahima'),
    family('b', 'রহিমা মণ্ডল'),
    family('c', 'Rahima Rani Mondal'),
    family('d', 'Rahima', { area: 'v2' }),
    family('e', 'Mondal'),
    family('f', 'Rahima Das'),
  ];
  expect(alike(probe, known, AREAS).map(({ id, why }) => [id, why])).toEqual([
    ['b', ['name', 'place']],
    ['c', ['name_in_part', 'place']],
    ['a', ['name_in_part', 'place']],
  ]);
});

it('shows at most eight, and never the family that is being written', () => {
  const known = [
    family('new', 'Rahima Mondal'),
    ...Array.from({ length: 20 }, (_, n) => family(`f${n}`, 'Rahima Mondal')),
  ];
  const found = alike(probe, known, AREAS);
  expect(found.length).toBe(8);
  expect(found.some(({ id }) => id === 'new')).toBe(false);
});

it('compares with two thousand families of a pack in less than twice the time of their keys', () => {
  const known = Array.from({ length: 2000 }, (_, n) => {
    const name = `${n % 10 ? 'Sita Das' : 'Rahima Mondal'} ${n}`;
    return family(`f${n}`, name, { sounds: sounds(name) }); // packs have the keys
  });
  const began = performance.now();
  for (const one of known) sounds(one.name);
  const keyed = performance.now();
  expect(alike(probe, known, AREAS).length).toBe(8);
  expect(performance.now() - keyed).toBeLessThan(2 * (keyed - began)); // the packs' own keys spare most of them
});
