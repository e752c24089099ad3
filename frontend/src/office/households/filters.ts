// What a list of families can be asked for, as its address holds it and the server reads it.

import { CRITERIA, GRADES, HOUSES } from '../../lib/family';
import { t } from '../../lib/i18n.svelte';
import type { Query } from '../../lib/router.svelte';

export const SORTS = ['newest', 'oldest', 'worst', 'size', 'place'] as const;

/** The names that the server knows; anything else in an address is left alone. */
export const NAMES = [
  'search',
  'area',
  'grade',
  'verified',
  'carded',
  'served',
  'house',
  'criterion',
  'since',
  'sort',
  'after',
] as const;

/** Those that narrow the list. */
export const NARROWING = NAMES.filter((name) => name !== 'sort' && name !== 'after');

export type Asked = Readonly<Partial<Record<(typeof NAMES)[number], string>>>;

export interface Choice {
  name: 'grade' | 'verified' | 'carded' | 'served' | 'house' | 'criterion';
  label: string;
  options: { value: string; label: string }[];
}

/** The choices, each with an empty one before it. */
export function choices(): Choice[] {
  const yesNo = (name: 'verified' | 'carded' | 'served') =>
    ['yes', 'no'].map((value) => ({ value, label: t(`family.${name}.${value}`) }));
  return [
    {
      name: 'grade',
      label: t('family.damage'),
      options: [
        ...[...GRADES].reverse().map((grade) => ({ value: String(grade), label: t(`grade.${grade}`) })),
        { value: '-1', label: t('family.not_graded') },
      ],
    },
    { name: 'verified', label: t('family.verified'), options: yesNo('verified') },
    { name: 'carded', label: t('family.card'), options: yesNo('carded') },
    { name: 'served', label: t('family.served'), options: yesNo('served') },
    {
      name: 'house',
      label: t('family.house'),
      options: HOUSES.map((value) => ({ value, label: t(`house.${value}`) })),
    },
    {
      name: 'criterion',
      label: t('family.needs'),
      options: CRITERIA.map((value) => ({ value, label: t(`criteria.${value}`) })),
    },
  ];
}

/** The part of an address that the server is asked with. */
export function askedOf(query: Query): Asked {
  return Object.fromEntries(NAMES.flatMap((name) => (query[name] ? [[name, query[name]]] : [])));
}

export function narrowed(query: Asked): boolean {
  return NARROWING.some((name) => (query[name] ?? '') !== '');
}

/** What the list is asked for, in words: "Destroyed · No card". The place stands beside it, where it was chosen. */
export function inWords(query: Asked): string {
  const parts = choices().flatMap((choice) => {
    const option = choice.options.find((one) => one.value === query[choice.name]);
    return option === undefined ? [] : [option.label];
  });
  if (query.search) parts.unshift(`“${query.search}”`);
  if (query.since) parts.push(t('family.since_day', { day: query.since }));
  return parts.join(' · ');
}
