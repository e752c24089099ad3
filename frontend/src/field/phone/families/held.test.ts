import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import type { AreaKey, AssessmentId, HouseholdId } from '../../../lib/ids';
import { answered, save } from '../outbox/outbox.svelte';
import type { Family, PackArea } from '../pack/pack.svelte';
import { aBrowser, enrolled, saveAny } from '../testing/testphone';
import { entriesOf, type Held, held, lacks, MISSING, search, worstReportedFirst } from './held';
import { sounds } from './sound';

const carried = vi.hoisted(() => ({ families: [] as unknown[], areas: [] as unknown[], takenAt: '' }));

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
  reported: null,
  card: '',
  mine: false,
  verified: false,
  second: '',
  toVisit: false,
  visit: null,
  ...changes,
});

/** A family of the pack. */
const carriedRow = (household: string, name: string, more: Partial<Family> = {}): Family => ({
  household: id(household),
  name,
  also_called: '',
  phone4: '',
  area: 'v1' as AreaKey,
  size: 4,
  grade: null,
  card: '',
  house: 'hut',
  mark: '',
  sounds: sounds(name),
  ...more,
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

it('searches two thousand families in less time than their keys take', () => {
  const many = Array.from({ length: 2000 }, (_, n) =>
    family(`f${n}`, `Rahima Bibi ${n}`, { sounds: sounds('Rahima Bibi'), area: n % 2 ? 'v1' : 'v2' }),
  );
  const began = performance.now();
  for (const one of many) sounds(one.name);
  const keyed = performance.now();
  expect(search(many, 'rohima', AREAS).length).toBe(2000);
  expect(performance.now() - keyed).toBeLessThan(keyed - began);
});

it('holds the families of the list and those registered here, with their grades, cards and entries', {
  timeout: 30_000,
}, async () => {
  const row = carriedRow('p', 'Sita Das');
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

const heldOf = (household: string) => held().find((one) => one.household === household);
const lacking = (household: string) => {
  const one = heldOf(household);
  return one === undefined ? [] : MISSING.filter((missing) => lacks(one, missing));
};

it('lists what is to be done of a family, and nothing of one that moved away or refused', {
  timeout: 30_000,
}, async () => {
  const assessment = 'a1' as AssessmentId;
  carried.families = [
    carriedRow('list', 'From a list', { to_visit: true }),
    carriedRow('waits', 'Graded once', { grade: 3, second: assessment, card: 'X' }),
    carriedRow('done', 'Done', { grade: 2, verified: true, card: 'Y' }),
  ];
  await enrolled();
  expect(lacking('list')).toEqual(['visit', 'grade', 'card']);
  expect(lacking('waits')).toEqual(['second']);
  expect(lacking('done')).toEqual([]); // also without a photo: a refused photo is not to be done
  const visit = async (result: 'gone' | 'refused' | 'come_back' | 'flooded', again_on = '') => {
    const payload = { household: id('list'), result, again_on };
    await saveAny('household.visit', payload, { title: 'x', payload });
  };
  await visit('come_back', '2026-12-04');
  expect(lacking('list')).toEqual(['visit', 'grade', 'card']);
  expect(heldOf('list')?.visit?.again_on).toBe('2026-12-04');
  await visit('refused');
  expect(lacking('list')).toEqual([]);
  await visit('flooded');
  expect(lacking('list')).toContain('visit');
  await visit('gone');
  expect([lacking('list'), heldOf('list')?.visit?.result]).toEqual([[], 'gone']);
  const graded = { household: id('list'), grade: 1 as const };
  await saveAny('damage.assess', graded, { title: 'x', payload: graded });
  expect([lacking('list'), heldOf('list')?.visit]).toEqual([['card'], null]);
  const second = { household: id('waits'), grade: 1 as const };
  await saveAny('damage.verify', second, { title: 'x', payload: second });
  expect(lacking('waits')).toEqual([]);
  expect(entriesOf('list').map((one) => one.kind)).toContain('household.visit');
});

it('believes the pack where it is newer than what this phone sent', { timeout: 30_000 }, async () => {
  carried.families = [carriedRow('list', 'From a list', { to_visit: true })];
  await enrolled();
  const payload = { household: id('list'), result: 'gone' as const, again_on: '' };
  const entry = await saveAny('household.visit', payload, { title: 'x', payload });
  expect(lacking('list')).not.toContain('visit');
  await answered([{ entry, status: 'applied', path: '', message: '', numbers: {}, seq: 1 } as never]);
  carried.takenAt = new Date(Date.now() + 60_000).toISOString(); // the office said since that it is to be visited
  expect(lacking('list')).toContain('visit');
  carried.takenAt = '';
});

it('puts the families of which a severe grade was reported first, while nobody has graded the house', () => {
  carried.families = [
    carriedRow('a', 'Kalpana'),
    carriedRow('b', 'Rahima', { reported: 2 }),
    carriedRow('c', 'Moyna', { reported: 4 }),
    carriedRow('d', 'Sufia', { reported: 4, grade: 1 }), // of a pack that contradicts itself, the grade counts
  ];
  const all = held();
  expect(all.map((one) => one.reported)).toEqual([null, 2, 4, null]);
  expect(worstReportedFirst(all.filter((one) => lacks(one, 'grade'))).map((one) => one.household)).toEqual([
    'c',
    'b',
    'a',
  ]);
});
