// The fields of a family in words.

import { number, t } from '../../lib/i18n.svelte';

const LABEL: Record<string, string> = {
  area: 'family.place',
  name: 'family.name',
  also_called: 'family.also_called',
  phone: 'family.phone',
  phone_of: 'correct.phone_of',
  criteria: 'family.needs',
  house: 'family.house',
  landmark: 'correct.landmark',
  mark: 'history.mark',
  written_place: 'history.written_place',
};

/** Fields whose values are codes with a sentence of their own. */
const CODED = ['phone_of', 'criteria', 'house', 'mark'];

export const fieldLabel = (field: string): string =>
  field.startsWith('people/') ? t(`people.${field.slice('people/'.length)}`) : t(LABEL[field] ?? field);

/** The values of a field in words; empty without any. */
export function fieldText(field: string, texts: readonly string[]): string {
  if (field.startsWith('people/')) return texts.map((value) => number(Number(value))).join();
  return texts.map((value) => (CODED.includes(field) ? t(`${field}.${value}`) : value)).join(', ');
}
