import { expect, it, vi } from 'vitest';
import { chooseLanguage } from '../../lib/i18n.svelte';
import type { AreaKey, HouseholdId } from '../../lib/ids';
import { sounds } from '../phone/families/sound';
import type { Entitled } from '../phone/pack/pack.svelte';
import { matching, ofSize, villages, withoutMarks } from './find';

const row = (n: number, name: string, village: string, phone4: string, size: number): Entitled => ({
  entitlement: `e${n}`,
  household: `h${n}` as HouseholdId,
  card: '',
  code: '',
  generation: 1,
  mark: 'fish',
  size,
  area: 'panchayat:1' as AreaKey,
  village,
  village_bn: '',
  village_hi: '',
  sounds: sounds(name),
  phone4,
  items: [],
  served: null,
});

const LIST = [
  row(1, 'Fatima Khatun', 'Kalinagar', '1234', 4),
  row(2, 'ফাতিমা খাতুন', 'Atapur', '1234', 5),
  row(3, 'Sita Das', 'Kalinagar', '', 4),
];

it('finds by the last digits, and never by none', () => {
  expect(matching(LIST, { by: 'phone', last4: '1234' }, 3).length).toBe(2);
  expect(matching(LIST, { by: 'phone', last4: '' }, 3)).toEqual([]);
});

it('finds by the sound of a name, in a village', () => {
  const asked = { by: 'name', village: '', name: 'Phatima Khatoon' } as const;
  expect(matching(LIST, asked, 3).length).toBe(2);
  expect(matching(LIST, { ...asked, village: 'Atapur' }, 3).map(({ entitlement }) => entitlement)).toEqual(['e2']);
  expect(matching(LIST, { ...asked, name: '  ' }, 3)).toEqual([]);
});

it('compares keys of the version of the pack', () => {
  const haque = (version: 2 | 3) => [{ ...row(4, '', 'Kalinagar', '', 4), sounds: sounds('রহিম হক', version) }];
  const asked = { by: 'name', village: '', name: 'Rohim Haque' } as const;
  expect(matching(haque(3), asked, 3).length).toBe(1);
  expect(matching(haque(2), { ...asked, name: 'রোহিম হক' }, 2).length).toBe(1);
  expect(matching(haque(2), { ...asked, name: 'রোহিম হক' }, 3).length).toBe(0); // the control
});

it('shows only those of the size that was said, and nothing when they are more than eight', () => {
  expect(ofSize(LIST, 4).rows.length).toBe(2);
  const many = Array.from({ length: 9 }, (_, n) => row(n, 'Sita Das', 'Kalinagar', '', 3));
  expect(ofSize(many, 3)).toEqual({ rows: [], more: true });
});

it('lists each village once, in the language of the reader', async () => {
  const bengali = LIST.map((one) => ({ ...one, village_bn: one.village === 'Atapur' ? 'আতাপুর' : '' }));
  expect(villages(bengali)).toEqual([
    { value: 'Atapur', label: 'Atapur' },
    { value: 'Kalinagar', label: 'Kalinagar' },
  ]);
  vi.stubGlobal('localStorage', { setItem: () => {} });
  vi.stubGlobal('document', { documentElement: {} });
  await chooseLanguage('bn');
  expect(villages(bengali).map((one) => one.label)).toContain('আতাপুর');
});

it('tells a list without marks, and finds each of its families', () => {
  const bare = LIST.map((one) => ({ ...one, mark: '' as const }));
  expect(withoutMarks(bare)).toBe(true);
  expect(withoutMarks(LIST.map((one) => ({ ...one, mark: 'dragon' as 'fish' })))).toBe(true); // of a newer server
  expect(matching(bare, { by: 'phone', last4: '1234' }, 3).length).toBe(2); // nothing is lost
  const [first, ...rest] = bare;
  expect(withoutMarks([{ ...(first ?? { mark: '' }), mark: 'fish' }, ...rest])).toBe(false); // the control
  expect(withoutMarks([])).toBe(false);
});
