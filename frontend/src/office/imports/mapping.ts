// From the choices on the screen to the mapping that the server reads, and back. Pure.

import type { Column, Encoding, Kept, Level, Mapping } from '../../lib/api/types';
import { type AreaKey, idFrom } from '../../lib/ids';
import type { Kind } from './types';

type Consent = NonNullable<Mapping['consent']>;

export const HOUSES = ['kutcha', 'semi_pucca', 'pucca', 'hut'] as const;
type House = (typeof HOUSES)[number];

export const ENCODINGS = ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'] as const satisfies readonly Encoding[];

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
  /** The list's name, part of the ids of its families: the same list again changes nothing. */
  list: string;
  encoding: Encoding;
  /** Of a workbook, in their order; empty: the first. */
  sheets: string[];
  fillMerged: boolean;
  /** What becomes of an optional value that cannot be read. */
  unreadable: 'leave_out' | 'refuse';
  /** For each house type the words that the list writes for it, divided by commas. */
  houseWords: Record<House, string>;
}

export function emptyChoices(fields: string[]): Choices {
  return {
    fields,
    area: '',
    level: 'panchayat',
    house: '',
    sizeAs: 'halves',
    how: 'read_by_me',
    language: 'bn',
    on: '',
    list: '',
    encoding: 'utf-8',
    sheets: [],
    fillMerged: false,
    unreadable: 'leave_out',
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
  if (kind === 'items') return { ...withoutReading(base), ...readingOf(choices), columns };
  const mapped = new Set(columns.map((one) => one.field));
  const defaults = { ...base?.defaults };
  delete defaults['house'];
  delete defaults['area.key'];
  if (choices.house !== '') defaults['house'] = choices.house;
  const named = ['area.key', 'area.code', 'area.name'].some((field) => mapped.has(field));
  if (!named && choices.area !== '') defaults['area.key'] = choices.area;
  const { size_as: _size, ...rest } = withoutReading(base);
  return {
    ...rest,
    ...readingOf(choices),
    ...(choices.list.trim() === '' ? {} : { list: choices.list.trim() }),
    columns,
    defaults,
    area: { ...base?.area, level: choices.level, ...(named && choices.area !== '' ? { within: choices.area } : {}) },
    ...(mapped.has('people.size') || 'people.size' in defaults ? { size_as: choices.sizeAs } : {}),
    consent: { how: choices.how, language: choices.language, ...(choices.on === '' ? {} : { on: choices.on }) },
  };
}

/** What a saved mapping says beyond the way its file was read: the screen states that for each file. */
function withoutReading(base: Mapping | null): Omit<Mapping, 'columns'> {
  const {
    sheet: _sheet,
    sheets: _sheets,
    fill_merged: _filled,
    encoding: _encoding,
    list: _list,
    ...rest
  } = base ?? {
    columns: [],
  };
  return rest;
}

function readingOf(choices: Choices): Partial<Mapping> {
  return {
    unreadable: choices.unreadable,
    ...(choices.encoding === 'utf-8' ? {} : { encoding: choices.encoding }),
    ...(choices.sheets.length === 0 ? {} : { sheets: choices.sheets }),
    ...(choices.fillMerged ? { fill_merged: true } : {}),
  };
}

/** The choices that the file itself suggests: the encoding and the sheet in which it is shown, and its list's name. */
export function ofFile(choices: Choices, file: Kept): Choices {
  const stem = file.name.replace(/\.[^.]*$/, '').replace(/[ _-]*(\(\d+\)|copy|কপি)$/i, '');
  return {
    ...choices,
    list: file.list || choices.list || (file.has_decisions ? '' : stem),
    encoding: file.encoding,
    sheets: choices.sheets.length === 0 && file.sheet !== '' ? [file.sheet] : choices.sheets,
  };
}

/** What a list still lacks before it can be read, as keys of messages. */
export function lacking(kind: Kind, mapping: Mapping): string[] {
  const has = (...fields: string[]) =>
    fields.some((field) => field in (mapping.defaults ?? {}) || mapping.columns.some((one) => one.field === field));
  if (kind === 'items') return ['code', 'name'].filter((field) => !has(field)).map((field) => `import.field.${field}`);
  const people = mapping.columns.some((one) => one.field.startsWith('people.'));
  return [
    ...(has('name') ? [] : ['import.field.name']),
    ...(has('area.key', 'area.code', 'area.name') ? [] : ['import.field.area_name']),
    ...(people ? [] : ['import.field.people_size']),
    ...(has('house') ? [] : ['import.field.house']),
  ];
}

/** How a saved mapping reads a file. One that says nothing about unreadable values is of an earlier version, which refused them. */
function readAs(mapping: Mapping): Pick<Choices, 'list' | 'encoding' | 'sheets' | 'fillMerged' | 'unreadable'> {
  return {
    list: mapping.list ?? '',
    encoding: mapping.encoding || 'utf-8',
    sheets: mapping.sheets ?? [],
    fillMerged: mapping.fill_merged ?? false,
    unreadable: mapping.unreadable || 'refuse',
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
    ...readAs(mapping),
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
