import { expect, it, vi } from 'vitest';
import type { OpenException } from '../../lib/api/types';
import { startLanguage, suggestLanguage } from '../../lib/i18n.svelte';
import type {
  AccountId,
  AssessmentId,
  DistributionId,
  EntryId,
  HouseholdId,
  ItemId,
  StoreId,
  WaybillId,
} from '../../lib/ids';
import { byKind, lines, subject } from './exceptions';

const DEVICE = '0190a0a0-0000-7000-8000-000000000001';
const DISTRIBUTION = '0190a0a0-0000-7000-8000-000000000002' as DistributionId;

const common = {
  id: '1',
  entry: '0190a0a0-0000-7000-8000-000000000003' as EntryId,
  opened_at: '2026-07-01T10:00:00Z',
  settled_at: null,
  decision: '',
  may_settle: true,
  names: { [DEVICE]: 'Rahima' },
  by: 'Rahima',
  household: '' as const,
  area_name: '',
  area_name_bn: '',
  area_name_hi: '',
};

async function english(): Promise<void> {
  vi.stubGlobal('document', { documentElement: {} });
  vi.stubGlobal('localStorage', { getItem: () => null });
  vi.stubGlobal('navigator', { languages: ['en'] });
  await startLanguage(['common', 'office']);
  await suggestLanguage('en');
}

it('says what a kind of exception is about, with names in place of ids', async () => {
  await english();
  const at = { device: DEVICE, distribution: DISTRIBUTION };
  const all: OpenException[] = [
    { ...common, kind: 'off_list_over_quota', details: { ...at, quota: 2, served: 3 } },
    { ...common, kind: 'device_gap', details: { device: DEVICE, missing: 2, ranges: [[4, 5]] } },
    { ...common, kind: 'device_gap', details: { device: DEVICE, first: 4, last: 5 } }, // of an earlier version
    { ...common, kind: 'clock', details: { device: DEVICE, skew_seconds: 900, back_seconds: 0 } },
    { ...common, kind: 'card_of_another', details: at },
  ];
  for (const one of all) {
    expect(lines(one), one.kind).toHaveLength(1);
    expect(lines(one)[0], one.kind).toContain('Rahima');
  }
  const gaps = all.filter((one) => one.kind === 'device_gap').map(lines);
  expect(gaps[0]).toEqual(gaps[1]);
  expect(gaps[0]?.[0]).toContain('4–5');
});

it('names a waybill by its number, and each item that arrived short', async () => {
  await english();
  const short: OpenException = {
    ...common,
    kind: 'short_receipt',
    details: {
      waybill: 'w' as WaybillId,
      number: 'W-7',
      lines: [{ item: 'tarpaulin', sent: 10, received: 8, reason: 'torn' }],
    },
  };
  expect(subject(short)).toBe('W-7');
  expect(lines(short)).toHaveLength(1);
  expect(lines(short)[0]).toMatch(/10.*8.*torn/);
});

it('shows the plain values of a kind without sentences', () => {
  expect(lines({ ...common, kind: 'id_reuse', details: { kind: 'card.bind' } })).toEqual(['kind: card.bind']);
});

it('states both counts of goods, and why goods under a number were not recorded', async () => {
  await english();
  const place = { place: 'Gosaba', place_bn: '', place_hi: '' };
  const at = { device: DEVICE, distribution: DISTRIBUTION, ...place };
  const two = [{ item: 'tarpaulin' as ItemId, first: 31, second: 29 }];
  const told: [OpenException, RegExp][] = [
    [
      {
        ...common,
        kind: 'arrival_differs',
        details: { ...place, waybill: 'w' as WaybillId, number: 'W-7', lines: two },
      },
      /Gosaba.*31.*29.*first count/,
    ],
    [{ ...common, kind: 'custody_load_differs', details: { ...at, load: 'l', lines: two } }, /31.*Rahima.*29/],
    [
      {
        ...common,
        kind: 'custody_loaded_twice',
        details: {
          ...at,
          first: 'a',
          first_at: common.opened_at,
          second: 'b',
          second_at: common.opened_at,
          lines: two,
        },
      },
      /31.*29.*reverse one.*Rahima, Gosaba/,
    ],
    [
      {
        ...common,
        kind: 'custody_count_differs',
        details: { ...at, first: '', first_at: null, second: 'b', second_at: common.opened_at, lines: two },
      },
      /29.*Rahima.*no goods/,
    ],
    [
      {
        ...common,
        kind: 'stock_count_differs',
        details: {
          ...place,
          store: 's' as StoreId,
          count: 'c',
          counted_at: common.opened_at,
          through: 77,
          lines: [{ item: 'tarpaulin', book: 10, counted: 8, difference: -2 }],
          uncounted: ['kit'],
        },
      },
      /Gosaba.*77.*8 counted, 10.*Not counted: kit/,
    ],
  ];
  for (const [one, words] of told) expect(lines(one).join(' '), one.kind).toMatch(words);
  for (const why of ['unknown', 'other_store', 'ambiguous', 'cancelled'] as const) {
    const said = lines({
      ...common,
      kind: 'arrival_unmatched',
      details: { ...place, number: 'W-8', why, lines: [{ item: 'tarpaulin', received: 5 }] },
    });
    expect(said.join(' '), why).toMatch(/Gosaba.*5 came.*waybill/);
  }
});

it('groups exceptions by kind, those of most rows first', () => {
  const clock = { ...common, kind: 'clock', details: { device: DEVICE, skew_seconds: 900, back_seconds: 0 } } as const;
  const reuse = { ...common, kind: 'id_reuse', details: { kind: 'card.bind' } } as const;
  const groups = byKind([
    { ...reuse, id: '1' },
    { ...clock, id: '2' },
    { ...clock, id: '3' },
  ]);
  expect(groups.map((one) => [one.kind, one.rows.map((row) => row.id)])).toEqual([
    ['clock', ['2', '3']],
    ['id_reuse', ['1']],
  ]);
});

it('states both grades of a house, and that a third person should look', async () => {
  await english();
  const [both, third] = lines({
    ...common,
    kind: 'grades_differ',
    household: 'h' as HouseholdId,
    names: { h: 'Anima', a: 'Rina', b: 'Sabita' },
    details: {
      household: 'h' as HouseholdId,
      assessment: 's' as AssessmentId,
      first: 0,
      second: 4,
      first_by: 'a' as AccountId,
      second_by: 'b' as AccountId,
    },
  });
  expect(both).toBe('Anima: Rina said No damage; Sabita said Destroyed.');
  expect(third).toMatch(/third person/);
});
