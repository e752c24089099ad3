import { expect, it } from 'vitest';
import type { AreaKey } from '../../../lib/ids';
import type { PackArea } from '../pack/pack.svelte';
import { placesNamed } from './placesearch';

const area = (name: string, name_bn = '', name_hi = '', level: PackArea['level'] = 'village'): PackArea => ({
  area: name as AreaKey,
  path: `/19/303/2738/${name}/`,
  level,
  name,
  name_bn,
  name_hi,
  quality: '',
  outline: null,
});

const AREAS = [
  area('Hingalganj', 'হিঙ্গলগঞ্জ', 'हिंगलगंज'),
  area('Gosaba', 'গোসাবা', 'गोसाबा'),
  area('Sandeshkhali', 'সন্দেশখালি', 'संदेशखाली'),
  area('Sandeshkhali I', 'সন্দেশখালি ১', '', 'block'),
  area('Basirhat', 'বসিরহাট'),
  area('Kakdwip', 'কাকদ্বীপ'),
  area('Patlikhali', 'পাতলিখালি'),
  area('Uttar Hasnabad', 'উত্তর হাসনাবাদ'),
  area('Hasnabad', 'হাসনাবাদ'),
  area('Gobindapur'),
];
const LEVELS = ['village', 'panchayat'];
const found = (text: string): string[] => placesNamed(AREAS, text, LEVELS, 30).map(({ name }) => name);

it.each([
  ['hingolgonj', 'Hingalganj'],
  ['hingal', 'Hingalganj'],
  ['hingolg', 'Hingalganj'], // still being typed
  ['হিঙ্গলগঞ্জ', 'Hingalganj'],
  ['হিংগলগঞ্জ', 'Hingalganj'],
  ['हिंगलगंज', 'Hingalganj'],
  ['gosba', 'Gosaba'],
  ['Gosaba', 'Gosaba'],
  ['গোসাবা', 'Gosaba'],
  ['sondesh', 'Sandeshkhali'],
  ['sondeskali', 'Sandeshkhali'],
  ['Sandesh Khali', 'Sandeshkhali'],
  ['সন্দেশ', 'Sandeshkhali'],
  ['संदेश', 'Sandeshkhali'],
  ['boshirhat', 'Basirhat'],
  ['patolikhali', 'Patlikhali'],
  ['khali', 'Patlikhali'], // a part of the name, as before
])('finds a place by a part of its name or by sound, in three scripts: %s', (text, first) => {
  expect(found(text)[0]).toBe(first);
});

it('puts the exact name before the one that contains it, and finds nothing that sounds otherwise', () => {
  expect(found('hasnabad')).toEqual(['Hasnabad', 'Uttar Hasnabad']);
  expect(found('uttarhasnabad')).toEqual(['Uttar Hasnabad']);
  expect(found('kolkata')).toEqual([]);
  expect(found('go')).toEqual(['Gobindapur', 'Gosaba']); // one letter of a key finds nothing by itself
  expect(found('  ')).toEqual([]);
});

it('lists the wanted levels only', () => {
  expect(found('sandesh')).toEqual(['Sandeshkhali']);
  expect(placesNamed(AREAS, 'sandesh', ['block'], 30).map(({ name }) => name)).toEqual(['Sandeshkhali I']);
});

it('control: without phonetic keys the same texts find nothing', () => {
  const bySpelling = (text: string) =>
    AREAS.filter((one) => [one.name, one.name_bn, one.name_hi ?? ''].some((name) => name.toLowerCase().includes(text)));
  for (const text of ['hingolgonj', 'gosba', 'sondesh', 'boshirhat']) expect(bySpelling(text)).toEqual([]);
});

it('searches three thousand areas in less time than their index takes, which is made once for a pack', () => {
  const many = Array.from({ length: 3000 }, (_, n) => {
    const like = AREAS[n % AREAS.length] ?? area('');
    return { ...like, area: `${n}` as AreaKey, name: `${like.name} ${n}` };
  });
  const began = performance.now();
  placesNamed(many, 'x', LEVELS, 30);
  const indexed = performance.now();
  expect(placesNamed(many, 'hingolgonj', LEVELS, 30).length).toBe(30);
  expect(performance.now() - indexed).toBeLessThan(indexed - began);
});
