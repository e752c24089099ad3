import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import type { AreaKey, HouseholdId } from '../../../lib/ids';
import { save } from '../outbox/outbox.svelte';
import type { Family, PackArea } from '../pack/pack.svelte';
import { aBrowser, enrolled, saveAny } from '../testing/testphone';
import { entriesOf, type Held, held, lacks, search } from './held';
import { sounds } from './sound';

const carried = vi.hoisted(() => ({ families: [] as unknown[], areas: [] as unknown[] }));

vi.mock('../pack/pack.svelte', async (original) => ({
  ...(await original<object>()),
  pack: () => ({ ...carried, manifest: { pack: 'p' } }),
}));

aBrowser();

const id = (text: string) => text as HouseholdId;

const area = (key: string, name: string, bengali: string, hindi: string): PackArea => ({
  area: key as AreaKey,
  path: '/19/303/2738/1/',
  level: 'village',
  name,
  name_bn: bengali,
  name_hi: hindi,
  outline: null,
  quality: '',
});
const AREAS = [area('v1', 'Patlikhali', 'পাটলিখালি', 'पाटलिखाली'), area('v2', 'Gosaba', 'গোসাবা', 'गोसाबा')];

const family = (household: string, name: string, changes: Partial<Held> = {}): Held => ({
  household: id(household),
  name,
  also_called: '',
  phone4: '',
  area: 'v1',
  size: 4,
  grade: null,
  card: '',
  mine: false,
  ...changes,
});

const ALL = [
  family('a', 'Kalpana Mondal', { phone4: '3210', sounds: sounds('Kalpana Mondal') }),
  family('b', 'কল্পনা মণ্ডল', { area: 'v2', card: '7K2M9QXM4TC' }),
  family('c', 'रहीमा बीबी', { also_called: 'Moyna', phone4: '0042' }),
];
const found = (text: string) => search(ALL, text, AREAS).map((one) => one.household as string);

it.each([
  ['kolpona', ['a', 'b']],
  ['কল্পনা', ['a', 'b']],
  ['कल्पना', ['a', 'b']],
  ['kalp', ['a', 'b']], // while the name is being typed
  ['রহিমা', ['c']],
  ['moina', ['c', 'a', 'b']], // Moyna before Mondal, which begins like it
  ['gosba', ['b']],
  ['গোসাবা', ['b']],
  ['kolpona patlikhali', ['a']],
  ['3210', ['a']],
  ['০০৪২', ['c']],
  ['7k2m 9qxm', ['b']],
  ['nobody', []],
  ['  ', []],
])('finds by sound in three scripts, by last digits, card and village: %s', (text, wanted) => {
  expect(found(text)).toEqual(wanted);
});

it('searches two thousand families within 100 ms', () => {
  const many = Array.from({ length: 2000 }, (_, n) =>
    family(`f${n}`, `Rahima Bibi ${n}`, { sounds: sounds('Rahima Bibi'), area: n % 2 ? 'v1' : 'v2' }),
  );
  const began = performance.now();
  expect(search(many, 'rohima', AREAS).length).toBe(2000);
  expect(performance.now() - began).toBeLessThan(100);
});

it('holds the families of the list and those registered here, with their grades, cards and entries', {
  timeout: 30_000,
}, async () => {
  const row: Family = {
    ...family('p', 'Sita Das'),
    area: 'v1' as AreaKey,
    house: 'hut',
    mark: '',
    sounds: ['st', 'ds'],
  };
  carried.families = [row, { ...row, household: id('r'), name: 'Rahima Bibi' }];
  await enrolled();
  const payload = { id: 'n', name: 'Anima', also_called: '', phone: '9876543210', area: 'v1', people: { women: 2 } };
  await saveAny('household.register', payload, { title: 'Anima', payload });
  await saveAny('household.register', { ...payload, id: 'r' }, { title: 'Rahima', payload: { ...payload, id: 'r' } });
  const assess = {
    id: 'x',
    household: id('n'),
    grade: 3 as const,
    house: 'hut' as const,
    percent: null,
    photos: [],
    note: '',
  };
  await saveAny('damage.assess', assess, { title: 'Anima', payload: { household: 'n', grade: 3 } });
  await save('card.bind', { card: 'c', household: id('p') }, { title: '7K2M9QXM4TC', payload: { household: id('p') } });
  expect(held().map((one) => [one.household, one.mine, one.grade, one.card])).toEqual([
    ['n', true, 3, ''],
    ['r', true, null, ''],
    ['p', false, null, '7K2M9QXM4TC'],
  ]);
  expect(held().map((one) => [lacks(one, 'grade'), lacks(one, 'card')])).toEqual([
    [false, true],
    [true, true],
    [true, false],
  ]);
  expect(entriesOf('n').map((one) => one.kind)).toEqual(['damage.assess', 'household.register']);
  expect(entriesOf('q')).toEqual([]);
});
