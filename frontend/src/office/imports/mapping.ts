// From the choices on the screen to the mapping that the server reads, and back. Pure.

import type { Column, Level, Mapping } from '../../lib/api/types';
import { type AreaKey, idFrom } from '../../lib/ids';
import type { Kind } from './types';

type Consent = NonNullable<Mapping['consent']>;

export const HOUSES = ['kutcha', 'semi_pucca', 'pucca', 'hut'] as const;
type House = (typeof HOUSES)[number];

/** What the screen asks about a list. */
export interface Choices {
  /** The field of each column of the file; empty: ignored. */
  fields: string[];
  area: AreaKey | '';
  level: Level;
  house: string;
  sizeAs: string;
  how: Consent['how'];
  language: Consent['language'];
  on: string;
  /** For each house type the words that the list writes for it, divided by commas. */
  houseWords: Record<House, string>;
}

export function emptyChoices(fields: string[]): Choices {
  return {
    fields,
    area: '',
    level: 'panchayat',
    house: '',
    sizeAs: 'women',
    how: 'read_by_me',
    language: 'bn',
    on: '',
    houseWords: { kutcha: '', semi_pucca: '', pucca: '', hut: '' },
  };
}

/** The mapping of the choices. What a saved mapping says beyond them stays as it was. */
export function mappingOf(kind: Kind, header: readonly string[], choices: Choices, base: Mapping | null): Mapping {
  const columns = header.flatMap((column, at): Column[] => {
    const field = choices.fields[at] ?? '';
    if (field === '' || column === '') return [];
    const before = base?.columns.find((one) => same(one.column, column) && one.field === field);
    return [{ ...before, column, field, ...(field === 'house' ? valuesOf(choices) : {}) }];
  });
  if (kind === 'items') return { ...base, columns };
  const mapped = new Set(columns.map((one) => one.field));
  const defaults = { ...base?.defaults };
  delete defaults['house'];
  delete defaults['area.key'];
  if (choices.house !== '') defaults['house'] = choices.house;
  const named = ['area.key', 'area.code', 'area.name'].some((field) => mapped.has(field));
  if (!named && choices.area !== '') defaults['area.key'] = choices.area;
  const { size_as: _size, ...rest } = base ?? { columns };
  return {
    ...rest,
    columns,
    defaults,
    area: { ...base?.area, level: choices.level, ...(named && choices.area !== '' ? { within: choices.area } : {}) },
    ...(mapped.has('people.size') || 'people.size' in defaults ? { size_as: choices.sizeAs } : {}),
    consent: { how: choices.how, language: choices.language, ...(choices.on === '' ? {} : { on: choices.on }) },
  };
}

/** The choices that a saved mapping stands for, over the columns of this file. */
export function choicesOf(header: readonly string[], mapping: Mapping): Choices {
  const choices = emptyChoices(
    header.map((column) => mapping.columns.find((one) => same(one.column, column))?.field ?? ''),
  );
  const house = mapping.columns.find((one) => one.field === 'house');
  for (const [word, meant] of Object.entries(house?.values ?? {})) {
    const house = HOUSES.find((one) => one === meant);
    if (house === undefined) continue;
    const before = choices.houseWords[house];
    choices.houseWords[house] = before === '' ? word : `${before}, ${word}`;
  }
  return {
    ...choices,
    area: mapping.area?.within || idFrom(mapping.defaults?.['area.key'] ?? ''),
    level: mapping.area?.level || choices.level,
    house: mapping.defaults?.['house'] ?? '',
    sizeAs: mapping.size_as ?? choices.sizeAs,
    how: mapping.consent?.how ?? choices.how,
    language: mapping.consent?.language ?? choices.language,
    on: mapping.consent?.on ?? '',
  };
}

/** The columns of a mapping that the file does not have: they would be refused, so the screen names them. */
export function missingColumns(header: readonly string[], mapping: Mapping): string[] {
  return mapping.columns.map((one) => one.column).filter((column) => !header.some((have) => same(have, column)));
}

function valuesOf(choices: Choices): { values?: Record<string, string> } {
  const values: Record<string, string> = {};
  for (const [house, words] of Object.entries(choices.houseWords)) {
    for (const word of words.split(',')) if (word.trim() !== '') values[word.trim()] = house;
  }
  return Object.keys(values).length === 0 ? {} : { values };
}

function same(a: string, b: string): boolean {
  const plain = (text: string) => text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
  return plain(a) === plain(b);
}
