import { expect, it } from 'vitest';
import { type AccountId, type AreaKey, type AssessmentId, type HouseholdId, idFrom } from '../../lib/ids';
import { settlement } from './decision';
import { blank, criteriaOf, firstNamed, following, gaps, momentOf, payload, type Typed } from './typing';

const today = new Date(2026, 10, 30, 20, 0);

const made = {
  household: idFrom<HouseholdId>('h'),
  assessment: idFrom<AssessmentId>('a'),
  language: 'bn' as const,
  today,
  known: false,
  different: [],
};

const typed = (change: Partial<Typed> = {}): Typed => ({
  ...blank(),
  number: '1240Y',
  area: 'panchayat:wb-gp:2738-01' as AreaKey,
  name: ' Rahima Bibi ',
  phone: '৯৮৭৬৫ ৪৩২১০',
  owner: '3',
  people: { ...blank().people, women: '1', girls: '২' },
  criteria: 'hA',
  house: '1',
  mark: '2',
  grade: '3',
  card: '7k2m 9qxm 4ta',
  date: '2911',
  time: '0915',
  worker: idFrom<AccountId>('w'),
  ...change,
});

it('turns the signs of the paper into the answers of the payload', () => {
  expect(gaps(typed(), today)).toEqual([]);
  expect(payload(typed(), made)).toEqual({
    id: 'h',
    number: '1240Y',
    worker: 'w',
    filled_at: '2026-11-29T03:45:00.000Z', // in India
    consent: { given: true, how: 'read_by_me', language: 'bn', details: 'given' },
    area: 'panchayat:wb-gp:2738-01',
    name: 'Rahima Bibi',
    landmark: '',
    also_called: '',
    phone: '9876543210',
    phone_of: 'neighbour',
    people: { women: 1, men: 0, girls: 2, boys: 0, infants: 0, elderly: 0, unstated: 0 },
    criteria: ['woman_headed', 'widow'],
    house: 'kutcha',
    mark: 'boat',
    not_same_as: [],
    assessment: 'a',
    grade: 3,
    card: '7K2M9QXM4TA',
  });
});

it('names the field of each wrong sign, in the order of the paper', () => {
  const wrong: [Partial<Typed>, string][] = [
    [{ number: ' ' }, 'number'],
    [{ consent: '4' }, 'consent'],
    [{ area: '' }, 'area'],
    [{ phone: '12345' }, 'phone'],
    [{ owner: '4' }, 'phone_of'],
    [{ people: blank().people }, 'people-women'],
    [{ people: { ...blank().people, women: '1', men: 'x' } }, 'people-men'],
    [{ criteria: 'az' }, 'criteria'],
    [{ house: '5' }, 'house'],
    [{ house: '' }, 'house'],
    [{ mark: '25' }, 'mark'],
    [{ grade: '5' }, 'grade'],
    [{ date: '3202' }, 'filled_at'],
    [{ time: '' }, 'filled_at'],
    [{ worker: '' }, 'worker'],
  ];
  for (const [change, id] of wrong) expect(gaps(typed(change), today).map((gap) => gap.id)).toEqual([id]);
});

it('asks for nothing but the number of a family that said no', () => {
  expect(gaps({ ...blank(), number: '1240Y', consent: '৩' }, today)).toEqual([]);
});

it('reads dates as they are written, and refuses days that do not exist', () => {
  const expected = new Date('2026-11-05T03:35:00Z');
  for (const date of ['0511', '5.11.', '5/11/26', '05-11-2026', '051126', '05112026', '০৫১১'])
    expect(momentOf(date, '9:05', today)).toEqual(expected);
  for (const date of ['3102', '0013', '', 'x', '99']) expect(momentOf(date, '0905', today)).toBeNull();
  expect(momentOf('0511', '2561', today)).toBeNull();
});

it('keeps place, worker and date for the next form, and nothing of the family', () => {
  const { area, worker, date, time, ...rest } = following(typed());
  expect([area, worker, date, time]).toEqual([typed().area, 'w', '2911', '0915']);
  expect(rest).toEqual({ ...rest, name: '', phone: '', card: '', number: '', criteria: '', grade: '' });
});

it('finds a worker by the first letters of any name', () => {
  const all = [{ name: 'Rina Das' }, { name: 'Dulal Mondal' }];
  expect(firstNamed(all, 'd')?.name).toBe('Dulal Mondal');
  expect(firstNamed(all, 'das')?.name).toBe('Rina Das');
  expect(firstNamed(all, 'x')).toBeUndefined();
  expect(criteriaOf('')).toEqual([]);
});

it('changes only what was first typed wrongly', () => {
  const both = {
    number: '1240Y',
    household: 'h',
    version: 2,
    differences: [
      { field: 'name', first: 'A', second: 'B', first_text: '', second_text: '' },
      { field: 'women', first: '1', second: '2', first_text: '', second_text: '' },
      { field: 'grade', first: '1', second: '3', first_text: '', second_text: '' },
      { field: 'area', first: 'block:1', second: 'block:2', first_text: '', second_text: '' },
    ],
  } as Parameters<typeof settlement>[0];
  const plain = { household: 'h', number: '1240Y', base_version: 2 };
  expect(settlement(both, [], made.assessment)).toEqual(plain);
  expect(settlement(both, ['name', 'women', 'grade', 'area'], made.assessment)).toEqual({
    ...plain,
    name: 'B',
    people: { women: 2 },
    grade: 3,
    assessment: 'a',
  });
});
