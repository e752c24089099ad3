// What an entry of this phone says, as labels and values. A private complaint, the private reason and notes are not kept here.

import { grouped } from '../../lib/digits';
import { size } from '../../lib/forms/registration';
import { QUESTIONS } from '../../lib/forms/situation';
import { number, t, tn } from '../../lib/i18n.svelte';
import { changesInWords } from '../families/answers';
import { resultOf } from '../families/visit';
import { areaName, familyHere } from '../phone/families/families';
import { type Details, detailsOf, householdOf, type Row } from '../phone/outbox/entrydetails';
import { goodsOf } from '../store/facts';
import { COUNTED } from '../types';

export interface Fact {
  label: string;
  value: string;
}

/** The facts of an entry that have a value. */
export function factsOf(row: Row): Fact[] {
  const registered = detailsOf(row, 'household.register');
  if (registered !== undefined) return registration(registered).filter(({ value }) => value !== '');
  const report = detailsOf(row, 'situation.report');
  if (report !== undefined) return situation(report);
  const amended = detailsOf(row, 'household.amend');
  const goods = goodsOf(row);
  if (goods !== null) return goods;
  if (amended !== undefined) return [{ label: t('household.title'), value: familyOf(row) }, ...changesInWords(amended)];
  return [
    { label: t('household.title'), value: familyOf(row) },
    { label: t('entry.about'), value: about(row) },
    { label: t('complaint.reference'), value: grouped(detailsOf(row, 'grievance.take')?.reference ?? '') },
    { label: t('entry.photos'), value: photosOf(row) },
  ].filter(({ value }) => value !== '');
}

function familyOf(row: Row): string {
  const household = householdOf(row);
  return household === '' ? '' : (familyHere(household)?.name ?? '');
}

function photosOf(row: Row): string {
  const { photos = 0, noPhoto = '' } = detailsOf(row, 'damage.assess') ?? {};
  if (noPhoto !== '') return t(`photo.without.${noPhoto}`);
  const count = photos || (detailsOf(row, 'damage.photograph')?.photos ?? 0);
  return count === 0 ? '' : number(count);
}

function about(row: Row): string {
  const assessed = detailsOf(row, 'damage.assess') ?? detailsOf(row, 'damage.verify');
  if (assessed !== undefined) return t(`grade.${assessed.grade}`);
  const answer = detailsOf(row, 'consent.record');
  if (answer !== undefined) return t(answer.given ? 'photo.answer.yes' : 'photo.answer.no');
  const visit = detailsOf(row, 'household.visit');
  if (visit !== undefined) return resultOf(visit);
  return row.local.title === familyOf(row) ? '' : row.local.title;
}

function registration(said: Details['household.register']): Fact[] {
  const people = COUNTED.filter((who) => (said.people[who] ?? 0) > 0).map(
    (who) => `${t(`people.${who}`)} ${number(said.people[who] ?? 0)}`,
  );
  const needs = (said.criteria ?? []).map((one) => t(`criteria.${one}`));
  const owner = said.phone_of === '' ? '' : ` (${t(`phone_of.${said.phone_of}`)})`;
  return [
    { label: t('check.place'), value: [areaName(said.area), said.landmark].filter(Boolean).join(', ') },
    { label: t('check.name'), value: [said.name, said.also_called].filter(Boolean).join(' / ') },
    { label: t('check.phone'), value: said.phone === '' ? t('register.phone.none') : `${said.phone}${owner}` },
    { label: tn('people.count', size(said.people)), value: people.join(', ') },
    { label: t('check.criteria'), value: needs.join(', ') || t('check.none') },
    { label: t('check.house'), value: t(`house.${said.house || 'not_stated'}`) },
  ];
}

function situation(said: Details['situation.report']): Fact[] {
  return [
    { label: t('check.place'), value: areaName(said.area) },
    ...QUESTIONS.map(({ name }) => ({ label: t(`situation.${name}`), value: t(`situation.${name}.${said[name]}`) })),
    { label: t('situation.note'), value: said.note ?? '' },
  ].filter(({ value }) => value !== '');
}
