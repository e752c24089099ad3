import { describe, expect, it } from 'vitest';
import type { Kept, Mapping } from '../../lib/api/types';
import type { AreaKey } from '../../lib/ids';
import { choicesOf, emptyChoices, lacking, mappingOf, missingColumns, ofFile } from './mapping';

const header = ['Name', 'GP', 'Members', 'House', 'Notes'];

describe('the mapping of the choices', () => {
  it('leaves out what is mapped to nothing, and looks for places within the area', () => {
    const choices = {
      ...emptyChoices(['name', 'area.name', 'people.size', 'house', '']),
      area: 'block:2738' as AreaKey,
    };
    choices.houseWords['kutcha'] = 'mud, মাটির';
    const mapping = mappingOf('households', header, choices, null);
    expect(mapping.columns.map((one) => one.column)).toEqual(['Name', 'GP', 'Members', 'House']);
    expect(mapping.columns[3]?.values).toEqual({ mud: 'kutcha', মাটির: 'kutcha' });
    expect(mapping.area).toEqual({ level: 'panchayat', within: 'block:2738' });
    expect(mapping.size_as).toBe('halves');
    expect(mapping.unreadable).toBe('leave_out');
    expect(mapping.defaults).toEqual({});
    expect(mapping.consent).toEqual({ how: 'read_by_me', language: 'bn' });
  });

  it('puts every family into the area when no column names one, and asks nothing of sizes', () => {
    const choices = { ...emptyChoices(['name', '', '', '', '']), area: 'panchayat:1' as AreaKey, house: 'hut' };
    const mapping = mappingOf('households', header, choices, null);
    expect(mapping.defaults).toEqual({ 'area.key': 'panchayat:1', house: 'hut' });
    expect('size_as' in mapping).toBe(false);
  });

  it('keeps what a saved mapping says beyond the screen', () => {
    const saved: Mapping = {
      list: 'survey',
      columns: [{ column: 'name ', field: 'name', unreadable: 'leave_out' }],
      defaults: { phone_of: 'self' },
    };
    const mapping = mappingOf('households', header, choicesOf(header, saved), saved);
    expect(mapping['list']).toBe('survey');
    expect(mapping.columns).toEqual([{ column: 'Name', field: 'name', unreadable: 'leave_out' }]);
    expect(mapping.defaults).toEqual({ phone_of: 'self' });
  });

  it('comes back to the same choices', () => {
    const choices = {
      ...emptyChoices(['name', 'area.name', 'people.size', 'house', '']),
      on: '2020-06-01',
      house: 'hut',
      list: 'survey',
      encoding: 'windows-1252' as const,
      sheets: ['Bhebia', 'Amlani'],
      fillMerged: true,
    };
    choices.houseWords['hut'] = 'shed';
    expect(choicesOf(header, mappingOf('households', header, choices, null))).toEqual(choices);
  });

  it('names the columns that the file does not have', () => {
    expect(
      missingColumns(header, {
        columns: [
          { column: 'NAME', field: 'name' },
          { column: 'Mob', field: 'phone' },
        ],
      }),
    ).toEqual(['Mob']);
  });

  it('takes the name of a list from its file, without the ending that a copy gets', () => {
    const file = {
      name: 'Amlani survey (2).csv',
      list: '',
      encoding: 'utf-8',
      sheet: '',
      has_decisions: false,
    } as Kept;
    expect(ofFile(emptyChoices([]), file).list).toBe('Amlani survey');
    expect(ofFile(emptyChoices([]), { ...file, list: 'survey' }).list).toBe('survey');
  });

  it('names what a list still lacks', () => {
    const mapping = mappingOf('households', header, emptyChoices(['name', '', '', '', '']), null);
    expect(lacking('households', mapping)).toEqual([
      'import.field.area_name',
      'import.field.people_size',
      'import.field.house',
    ]);
    expect(lacking('items', { columns: [{ column: 'Code', field: 'code' }] })).toEqual(['import.field.name']);
  });
});
