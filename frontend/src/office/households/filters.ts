// What a list of families can be asked for, as its address holds it and the server reads it.

import type { Operation, Query as QueryOf } from '../../lib/api/routes';
import { CRITERIA, HOUSES } from '../../lib/family';
import { t } from '../../lib/i18n.svelte';
import type { Query } from '../../lib/router.svelte';
import { oneOf } from '../../lib/sets';

export const SORTS = ['newest', 'oldest', 'worst', 'size', 'place'] as const;

const YES_NO = ['yes', 'no'] as const;

/** The grades of a filter, the worst first; -1 is a house without one. */
const GRADES_ASKED = ['4', '3', '2', '1', '0', '-1'] as const;

/** The least reported grade of a filter; 0 is any. */
const REPORTED_ASKED = ['0', '3', '4'] as const;

/** What the list is asked for. */
export type Asked = Omit<QueryOf<Operation<'/api/v1/households', 'get'>>, 'card'>;

export interface Choice {
  name: 'grade' | 'reported' | 'verified' | 'carded' | 'served' | 'house' | 'criterion';
  label: string;
  options: { value: string; label: string }[];
}

/** The choices, each with an empty one before it. */
export function choices(): Choice[] {
  const yesNo = (name: 'verified' | 'carded' | 'served') =>
    YES_NO.map((value) => ({ value, label: t(`family.${name}.${value}`) }));
  return [
    {
      name: 'grade',
      label: t('family.damage'),
      options: GRADES_ASKED.map((value) => ({
        value,
        label: value === '-1' ? t('family.not_graded') : t(`grade.${value}`),
      })),
    },
    {
      name: 'reported',
      label: t('family.reported'),
      options: REPORTED_ASKED.map((value) => ({ value, label: t(`family.reported.${value}`) })),
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

/** The part of an address that the server is asked with; a value that is not offered is left out. */
export function askedOf(query: Query): Asked {
  const { search, area, since, after } = query;
  return filled({
    search,
    area,
    since,
    after,
    grade: oneOf(GRADES_ASKED, query['grade']),
    reported: oneOf(REPORTED_ASKED, query['reported']),
    verified: oneOf(YES_NO, query['verified']),
    carded: oneOf(YES_NO, query['carded']),
    served: oneOf(YES_NO, query['served']),
    house: oneOf(HOUSES, query['house']),
    criterion: oneOf(CRITERIA, query['criterion']),
    sort: oneOf(SORTS, query['sort']),
  });
}

const filled = (asked: Asked): Asked => Object.fromEntries(Object.entries(asked).filter(([, value]) => value));

/** Whether the list is narrowed: its order and its page do not narrow it. */
export const narrowed = ({ sort: _sort, after: _after, ...narrowing }: Asked): boolean =>
  Object.values(narrowing).some((value) => value);

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
