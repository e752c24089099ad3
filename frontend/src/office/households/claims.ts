// Fields of a family with two answers: the cases to decide, their words, and the correction that decides one.

import type { Claims, Payloads } from '../../lib/api/types';
import { language, t } from '../../lib/i18n.svelte';
import { fieldLabel, fieldText } from './fields';

export type Answer = 'present' | 'claimed';
type Field = Claims['claims'][number];

/** One claim with its fields: it is decided as a whole. */
export interface Case {
  claim: Field['claim'];
  fields: Field[];
}

/** The claims of a family, each with its fields, in the order in which they came. */
export function cases({ claims }: Claims): Case[] {
  const all = new Map<Field['claim'], Field[]>();
  for (const one of claims) all.set(one.claim, [...(all.get(one.claim) ?? []), one]);
  return [...all].map(([claim, fields]) => ({ claim, fields }));
}

export const label = fieldLabel;

/** An answer in words; a place in the reader's language. */
export function said(field: string, answer: Field['present']): string {
  const reader = language();
  const own = reader === 'en' ? '' : answer[`value_${reader}`];
  return fieldText(field, own === '' ? answer.value : [own]) || t('history.empty');
}

/** The correction that decides a case: the claimed answers that were chosen. Without one, the present answers stay. */
export function decision(view: Claims, one: Case, chosen: (field: string) => Answer): Payloads['household.correct'] {
  const said: Record<string, unknown> = {};
  const people: Record<string, number> = {};
  for (const { field, claimed } of one.fields) {
    if (chosen(field) !== 'claimed') continue;
    const first = claimed.value[0] ?? '';
    if (field.startsWith('people/')) people[field.slice('people/'.length)] = Number(first);
    else if (field === 'criteria') said[field] = claimed.value;
    else said[field] = field === 'area' ? claimed.area : first;
  }
  return {
    household: view.id,
    base_version: view.version,
    settles: one.claim,
    ...said,
    ...(Object.keys(people).length > 0 ? { people } : {}),
  };
}
