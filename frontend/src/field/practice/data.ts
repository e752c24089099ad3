// What practice mode works with: an organisation, three villages, eight families, their cards and a list, all of them
// invented. The names of the villages say so: imagination, sample and example.

import type { components } from '../../lib/api/schema';
import type { Language } from '../../lib/i18n.svelte';
import { idFrom } from '../../lib/ids';
import { sounds } from '../phone/families/sound';
import { practiceCode } from '../phone/pack/card';

type Schemas = components['schemas'];
type Area = Schemas['Protocol2Area'];
type Family = Schemas['Protocol2Family'];
type Entitled = Schemas['Protocol2Entitled'];

const KEY_VERSION = 3; // of phonetic keys: the newest that this app computes

/** Ids are of the shape that the server's have, and none that it could have drawn. */
const id = <Id extends string>(of: number, n: number): Id =>
  idFrom<Id>(`00000000-0000-4000-8${String(of).padStart(3, '0')}-${String(n).padStart(12, '0')}`);

export const DISTRIBUTION = id<Schemas['DistributionID']>(1, 1);
const STORE = id<string>(2, 1);
const TARPAULIN = id<Schemas['StockItemID']>(3, 1);
const FOOD = id<Schemas['StockItemID']>(3, 2);

/** The cards of the families on the list, those of no family yet, and one that was stopped. */
export const CARDS = { listed: [1, 2, 3, 4, 5, 7], unlisted: [8], stopped: [9], blank: [10, 11, 12, 13, 14, 15, 16] };

const area = (
  key: string,
  level: Area['level'],
  path: string,
  name: string,
  name_bn: string,
  name_hi: string,
): Area => ({
  area: idFrom<Area['area']>(`practice:${key}`),
  level,
  path,
  name,
  name_bn,
  name_hi,
  outline: null,
  quality: '',
});

const AREAS: Area[] = [
  area('block', 'block', '/practice/', 'Practice Block', 'অনুশীলন ব্লক', 'अभ्यास ब्लॉक'),
  area('panchayat', 'panchayat', '/practice/1/', 'Practice Panchayat', 'অনুশীলন পঞ্চায়েত', 'अभ्यास पंचायत'),
  area('1', 'village', '/practice/1/1/', 'Kalpanagram', 'কল্পনাগ্রাম', 'कल्पनाग्राम'),
  area('2', 'village', '/practice/1/2/', 'Namunapara', 'নমুনাপাড়া', 'नमूनापाड़ा'),
  area('3', 'village', '/practice/1/3/', 'Udaharanpur', 'উদাহরণপুর', 'उदाहरणपुर'),
];

/** The area of the villages: practice mode opens at no other place. */
export const VILLAGES = AREAS.filter(({ level }) => level === 'village');

interface Invented {
  names: Record<Language, string>;
  village: 0 | 1 | 2;
  size: number;
  phone4: string;
  mark: Family['mark'];
  house: Family['house'];
  grade: Family['grade'];
  card: number | null;
  on: 'list' | 'served' | 'no list';
}

const named = (en: string, bn: string, hi: string): Record<Language, string> => ({ en, bn, hi });

/** The families: the sixth has lost its card, the seventh was served, the eighth is on no list. */
export const FAMILIES: readonly Invented[] = [
  {
    names: named('Namuna Ek', 'নমুনা এক', 'नमूना एक'),
    village: 0,
    size: 4,
    phone4: '1111',
    mark: 'fish',
    house: 'kutcha',
    grade: 3,
    card: 1,
    on: 'list',
  },
  {
    names: named('Namuna Dui', 'নমুনা দুই', 'नमूना दो'),
    village: 0,
    size: 2,
    phone4: '2222',
    mark: 'boat',
    house: 'hut',
    grade: 4,
    card: 2,
    on: 'list',
  },
  {
    names: named('Namuna Tin', 'নমুনা তিন', 'नमूना तीन'),
    village: 0,
    size: 6,
    phone4: '3333',
    mark: 'lamp',
    house: 'semi_pucca',
    grade: 2,
    card: 3,
    on: 'list',
  },
  {
    names: named('Namuna Char', 'নমুনা চার', 'नमूना चार'),
    village: 1,
    size: 3,
    phone4: '4444',
    mark: 'sun',
    house: 'kutcha',
    grade: 3,
    card: 4,
    on: 'list',
  },
  {
    names: named('Namuna Panch', 'নমুনা পাঁচ', 'नमूना पाँच'),
    village: 1,
    size: 7,
    phone4: '5555',
    mark: 'tree',
    house: 'kutcha',
    grade: null,
    card: 5,
    on: 'list',
  },
  {
    names: named('Namuna Chhoy', 'নমুনা ছয়', 'नमूना छह'),
    village: 1,
    size: 5,
    phone4: '6666',
    mark: 'drum',
    house: 'hut',
    grade: 4,
    card: null,
    on: 'list',
  },
  {
    names: named('Namuna Sat', 'নমুনা সাত', 'नमूना सात'),
    village: 2,
    size: 4,
    phone4: '7777',
    mark: 'goat',
    house: 'pucca',
    grade: 1,
    card: 7,
    on: 'served',
  },
  {
    names: named('Namuna Aat', 'নমুনা আট', 'नमूना आठ'),
    village: 2,
    size: 3,
    phone4: '8888',
    mark: 'kite',
    house: 'kutcha',
    grade: null,
    card: 8,
    on: 'no list',
  },
];

/** The family that is served without its card. */
export const WITHOUT_CARD = { phone4: '6666', size: 5 };

const DUE = [
  { item: TARPAULIN, quantity: 1 },
  { item: FOOD, quantity: 2 },
];
const KITS = 20;
const TAKEN = DUE.map(({ item, quantity }) => ({ item, quantity: quantity * KITS }));

const codeOf = (card: number | null): string => (card === null ? '' : practiceCode(card));

function family(one: Invented, n: number, language: Language): Family {
  const name = one.names[language];
  return {
    household: id(4, n + 1),
    area: VILLAGES[one.village]?.area ?? idFrom(''),
    name,
    also_called: '',
    sounds: sounds(name, KEY_VERSION),
    phone4: one.phone4,
    size: one.size,
    mark: one.mark,
    house: one.house,
    grade: one.grade,
    verified: one.grade !== null && one.grade < 4,
    card: codeOf(one.card),
    version: 1,
  };
}

function entitled(one: Invented, n: number, language: Language, servedAt: string): Entitled {
  const { household, area: where, sounds: heard } = family(one, n, language);
  return {
    entitlement: id(5, n + 1),
    household,
    area: where,
    card: '', // a practice card has no id but its code
    code: codeOf(one.card),
    generation: 1,
    mark: one.mark,
    size: one.size,
    phone4: one.phone4,
    sounds: heard,
    items: DUE,
    served_at: one.on === 'served' ? servedAt : null,
  };
}

const SITE: Schemas['Protocol2Site'] = {
  distribution: DISTRIBUTION,
  name: '',
  place: 'Practice School',
  place_bn: 'অনুশীলন স্কুল',
  place_hi: 'अभ्यास स्कूल',
  area: idFrom('practice:block'),
  state: 'open',
  store: STORE,
  lane: 0,
  lanes: 0,
  listed: 0,
  off_list_quota: 0,
  lines: DUE.map(({ item, quantity }) => ({ item, per_household: quantity })),
  loaded: TAKEN,
  taken: TAKEN,
  leader: null,
  sealed: [],
};

const HOURS = { stale_hours: 72, undo_seconds: 3600, lock_minutes: 5 };
const SETTINGS = { ...HOURS, positions: false, protection_key: '', help_number: '' };
const SITE_NAMES = named('Practice distribution', 'অনুশীলন বিতরণ', 'अभ्यास वितरण');

const ITEMS: Schemas['Protocol2Item'][] = [
  {
    id: TARPAULIN,
    code: 'practice-1',
    name: 'Tarpaulin',
    name_bn: 'ত্রিপল',
    name_hi: 'तिरपाल',
    picture: 'tarpaulin',
    unit: 'sheet',
    unit_bn: 'খানা',
    unit_hi: 'नग',
  },
  {
    id: FOOD,
    code: 'practice-2',
    name: 'Rice, 5 kg',
    name_bn: 'চাল, ৫ কেজি',
    name_hi: 'चावल, ५ किलो',
    picture: 'food',
    unit: 'bag',
    unit_bn: 'বস্তা',
    unit_hi: 'बोरी',
  },
];

/** The parts of the pack, in the reader's language: a name is written in one. */
export function parts(language: Language, now: Date, revoked: string): Record<string, unknown> {
  const servedAt = new Date(now.getTime() - 2 * 3600 * 1000).toISOString();
  const families = FAMILIES.map((one, n) => family(one, n, language));
  const rows = FAMILIES.map((one, n) => ({ one, row: entitled(one, n, language, servedAt) }))
    .filter(({ one }) => one.on !== 'no list')
    .map(({ row }) => row);
  const villages = VILLAGES.map(({ area: key, name, name_bn, name_hi }) => ({ area: key, name, name_bn, name_hi }));
  const work: Schemas['Protocol2Work'] = {
    roles: ['outreach_worker', 'distributor'],
    grants: [],
    items: ITEMS,
    distributions: [{ ...SITE, name: SITE_NAMES[language], listed: rows.length }],
    settings: SETTINGS,
  };
  return {
    areas: AREAS,
    families,
    work,
    keys: [],
    revoked: { version: 1, cards: revoked },
    [`list-${DISTRIBUTION}`]: { villages, families: rows } satisfies Schemas['Protocol2List'],
  };
}

/** The manifest of the pack. */
export const manifest = (now: Date): Schemas['Protocol2Manifest'] => ({
  protocol: 2,
  pack: 'practice',
  credential: idFrom('practice'),
  epoch: { number: 1 },
  seq: 0,
  hash: '',
  issued_at: now.toISOString(),
  key_version: KEY_VERSION,
  parts: [],
});
