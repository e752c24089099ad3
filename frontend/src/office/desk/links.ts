// The records that an exception names, as links to their pages.

import type { OpenException } from '../../lib/api/types';
import { nameOf, t } from '../../lib/i18n.svelte';
import { to } from '../../lib/router.svelte';
import { mayOpen } from '../roles';

export interface Link {
  href: string;
  text: string;
}

type Value = string | undefined;

/** A text among the details; undefined where the kind has none of this name. */
function detail(one: OpenException, name: string): Value {
  const value: unknown = Object.entries(one.details).find(([key]) => key === name)?.[1];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The name of the store among the details, in the reader's language. */
const placeOf = (one: OpenException): string =>
  'place' in one.details && 'place_bn' in one.details ? nameOf(one.details, 'place') : (detail(one, 'place') ?? '');

/** A link to a record that is named, for a reader who may open it; the name is empty where the reader may not know it. */
function named(one: OpenException, id: Value, screen: string): Link[] {
  const text = id === undefined ? undefined : one.names[id];
  return id === undefined || text === undefined ? [] : [{ href: to(screen, id), text }];
}

function families(one: OpenException): Link[] {
  if (!mayOpen('households')) return [];
  const ids = new Set([one.household, detail(one, 'first_household'), detail(one, 'second_household')]);
  return [...ids].flatMap((id) => named(one, id === '' ? undefined : id, 'household'));
}

function goods(one: OpenException): Link[] {
  if (!mayOpen('waybills')) return [];
  const waybill = detail(one, 'waybill');
  const number = detail(one, 'number');
  const links =
    waybill === undefined ? [] : [{ href: to('waybill', waybill), text: number ?? t('exception.link.waybill') }];
  const store = detail(one, 'store');
  if (store === undefined) return links;
  return [...links, { href: to('store', store), text: placeOf(one) || t('exception.link.store') }];
}

/** Accounts: those that the details name, and the one whose phone it is. */
function people(one: OpenException): Link[] {
  if (!mayOpen('people')) return [];
  return ['account', 'first_by', 'second_by', 'asked_by', 'approved_by'].flatMap((name) =>
    named(one, detail(one, name), 'people'),
  );
}

function phones(one: OpenException): Link[] {
  const device = detail(one, 'device');
  if (device === undefined || !mayOpen('devices')) return [];
  const who = one.names[device];
  return who === undefined ? [] : [{ href: `#/devices?phone=${device}`, text: t('exception.link.phone', { who }) }];
}

/** The links of an exception: family, waybill, store, distribution, people and phone, each once. */
export function linksOf(one: OpenException): Link[] {
  const lists = mayOpen('distributions') ? named(one, detail(one, 'distribution'), 'distribution') : [];
  const all = [...families(one), ...goods(one), ...lists, ...people(one), ...phones(one)];
  return all.filter((link, at) => all.findIndex((other) => other.href === link.href) === at);
}
