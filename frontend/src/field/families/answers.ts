// The answers of a family as the correction shows them: one line for each group of fields.

import { number, t, tn } from '../../lib/i18n.svelte';
import type { Answers, Changes, Said } from '../phone/families/correction';
import { areaName } from '../phone/families/families';
import { PEOPLE } from '../types';

export const GROUPS = ['name', 'phone', 'people', 'criteria', 'house', 'mark', 'place'] as const;
export type Group = (typeof GROUPS)[number];

const OF: Record<string, Group> = {
  name: 'name',
  also_called: 'name',
  phone: 'phone',
  phone_of: 'phone',
  people: 'people',
  criteria: 'criteria',
  house: 'house',
  mark: 'mark',
  area: 'place',
  written_place: 'place',
  landmark: 'place',
};

/** The group of a field, such as people/women. */
export const groupOf = (field: string): Group | undefined => OF[field.split('/')[0] ?? ''];

/** The groups of fields in words, each once. */
export const fieldsInWords = (fields: readonly string[]): string =>
  GROUPS.filter((one) => fields.some((field) => groupOf(field) === one))
    .map((one) => t(`amend.group.${one}`))
    .join(', ');

const counts = (people: Partial<Record<string, number | null>>): string =>
  PEOPLE.filter((who) => people[who])
    .map((who) => `${t(`people.${who}`)} ${number(people[who] ?? 0)}`)
    .join(', ');

const needs = (codes: readonly string[]): string =>
  codes.map((one) => t(`criteria.${one}`)).join(', ') || t('check.none');

const digits = (phone: string): string =>
  phone === '' ? t('register.phone.none') : t('family.phone_ends', { code: phone.slice(-4) });

const whose = (phone: string, owner: string | null | undefined): string =>
  phone !== '' && owner ? `${digits(phone)} (${t(`phone_of.${owner}`)})` : digits(phone);

const IN_WORDS: Record<Group, (before: Answers, said: Said) => string> = {
  name: (before, said) =>
    [said.name ?? before.name, said.also_called ?? before.also_called].filter(Boolean).join(' / ') || t('check.none'),
  phone: (before, said) => whose(said.phone ?? before.phone4, said.phone_of ?? before.phone_of),
  people: (before, said) => {
    const people = said.people ?? before.people;
    return people === undefined ? tn('people.count', before.size) : counts(people);
  },
  criteria: (before, said) => {
    const codes = said.criteria ?? before.criteria;
    return codes === undefined ? t('amend.not_here') : needs(codes);
  },
  house: (before, said) => t(`house.${said.house ?? before.house}`),
  mark: (before, said) => {
    const mark = said.mark ?? before.mark;
    return mark === '' ? t('register.mark.none') : t(`mark.${mark}`);
  },
  place: (before, said) =>
    [said.written_place, areaName(said.area ?? before.area), said.landmark ?? before.landmark]
      .filter(Boolean)
      .join(', '),
};

/** What counts of a group: the new answer where there is one. */
export const answerOf = (group: Group, before: Answers, said: Said): string => IN_WORDS[group](before, said);

/** The changed answers of a correction, as labels and values. */
export function changesInWords(said: Changes): { label: string; value: string }[] {
  const name = [said.name, said.also_called].filter(Boolean).join(' / ');
  const owner = said.phone_of ? t(`phone_of.${said.phone_of}`) : '';
  const phone = said.phone === undefined || said.phone === null ? owner : whose(said.phone, said.phone_of);
  const place = [said.written_place ?? '', said.area ? areaName(said.area) : '', said.landmark ?? '']
    .filter(Boolean)
    .join(', ');
  const values: Record<Group, string> = {
    name,
    phone,
    people: counts(said.people ?? {}),
    criteria: said.criteria ? needs(said.criteria) : '',
    house: said.house ? t(`house.${said.house}`) : '',
    mark: said.mark ? t(`mark.${said.mark}`) : '',
    place,
  };
  return GROUPS.filter((one) => Object.keys(said).some((field) => groupOf(field) === one)).map((one) => ({
    label: t(`amend.group.${one}`),
    value: values[one] || t('check.none'),
  }));
}
