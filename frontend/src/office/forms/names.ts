// The names and values of a form's fields in the reader's language.

import type { FormDifference } from '../../lib/api/types';
import { COUNTED, CRITERIA, GRADES, HOUSES, MARK_NAMES, PHONE_OWNERS } from '../../lib/family';
import { dateTime, t } from '../../lib/i18n.svelte';

const LABELS: Record<string, string> = {
  worker: 'forms.worker',
  filled_at: 'forms.filled',
  details: 'forms.consent',
  area: 'forms.place',
  written_place: 'forms.place',
  name: 'forms.name',
  landmark: 'forms.landmark',
  also_called: 'forms.also',
  phone: 'forms.phone',
  phone_of: 'forms.owner',
  criteria: 'forms.criteria',
  house: 'forms.house',
  mark: 'forms.mark',
  grade: 'forms.grade',
  card: 'forms.card',
};

const among = (all: readonly (string | number)[], value: string): boolean => all.map(String).includes(value);

export const fieldName = (field: string): string =>
  among(COUNTED, field) ? t(`people.${field}`) : t(LABELS[field] ?? 'forms.number');

const SETS: Record<string, [all: readonly (string | number)[], key: string]> = {
  house: [HOUSES, 'house'],
  mark: [MARK_NAMES, 'mark'],
  phone_of: [PHONE_OWNERS, 'phone_of'],
  grade: [GRADES, 'grade'],
};

/** A value of a difference in words; a field that was left empty says so. */
export function valueName(difference: FormDifference, which: 'first' | 'second'): string {
  const { field } = difference;
  const value = difference[which];
  if (value === '') return field === 'details' ? t('forms.consent.1') : t('forms.empty');
  if (field === 'details') return t('forms.consent.2');
  if (field === 'filled_at') return dateTime(value);
  if (field === 'criteria')
    return CRITERIA.filter((one) => value.split(',').includes(one))
      .map((one) => t(`criteria.${one}`))
      .join(', ');
  const set = SETS[field];
  if (set !== undefined && among(set[0], value)) return t(`${set[1]}.${value}`);
  return difference[`${which}_text`] || value;
}
