// What an entry about goods says, as labels and values.

import { grouped } from '../../lib/digits';
import { nameOf, number, t } from '../../lib/i18n.svelte';
import type { ItemId } from '../../lib/ids';
import { type CameLine, detailsOf, type Row } from '../phone/outbox/entrydetails';
import { due } from '../phone/pack/pack.svelte';
import type { Quantity } from './quantities';
import { storeName } from './stock';

interface Fact {
  label: string;
  value: string;
}

const called = (item: ItemId): string => nameOf(due([{ item, quantity: 0 }])[0] ?? { name: '' }) || item;

const lines = (all: readonly Quantity[]): Fact[] =>
  all.map(({ item, quantity }) => ({ label: called(item), value: number(quantity) }));

function came({ item, sent, received, reason }: CameLine): Fact {
  const both = sent === null ? number(received) : t('arrival.sent_came', { sent, received });
  return { label: called(item), value: [both, reason].filter((text) => text !== '').join(' · ') };
}

/** The facts of an entry about goods; null for another entry. */
export function goodsOf(row: Row): Fact[] | null {
  const arrived = detailsOf(row, 'waybill.arrived');
  if (arrived !== undefined)
    return [
      { label: t('arrival.number'), value: arrived.number },
      { label: t('count.store'), value: storeName(arrived.store) },
      ...arrived.lines.map(came),
    ].filter(({ value }) => value !== '');
  const counted = detailsOf(row, 'stock.count');
  if (counted !== undefined)
    return [{ label: t('count.store'), value: storeName(counted.store) || row.local.title }, ...lines(counted.counted)];
  const handed = detailsOf(row, 'custody.handed');
  if (handed !== undefined)
    return [
      { label: t('hand.worker'), value: handed.worker },
      { label: t('hand.code'), value: grouped(handed.code) },
      ...lines(handed.items),
    ].filter(({ value }) => value !== '');
  const back = detailsOf(row, 'custody.returned') ?? detailsOf(row, 'custody.close');
  if (back === undefined) return null;
  const who = 'worker' in back ? t('hand.worker') : t('goods.place');
  return [{ label: who, value: row.local.title }, ...lines(back.counted)].filter(({ value }) => value !== '');
}
