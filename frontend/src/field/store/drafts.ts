// Unfinished forms of stores: their names among the drafts, what they hold, and the addresses that continue them.

import { asking, to } from '../../lib/address';
import type { ItemId, StoreId } from '../../lib/ids';
import { forget, keep, kept } from '../phone/storage/drafts';
import type { Typed } from './quantities';

/** The forms, by the first word of their draft and of their address. */
export const STORE_FORMS = ['waybill', 'count', 'hand', 'back'] as const;
export type StoreForm = (typeof STORE_FORMS)[number];

export interface StoreDraft {
  /** What the form is about, in words, for the list of drafts: a waybill's number, a store, a worker. */
  about: string;
  typed: Typed;
  /** Items that were added to the form. */
  chosen?: ItemId[];
  store?: StoreId | '';
  reasons?: Record<string, string>;
  /** Explanations in own words. */
  words?: Record<string, string>;
}

export const emptyStoreDraft = (about: string): StoreDraft => ({ about, typed: {} });

const nameOf = (form: StoreForm, subject: string): string => `${form} ${subject}`;

export const keptStore = (form: StoreForm, subject: string): StoreDraft | null =>
  kept<StoreDraft>(nameOf(form, subject));

export const keepStore = (form: StoreForm, subject: string, draft: StoreDraft): Promise<void> =>
  keep(nameOf(form, subject), draft);

export const forgetStore = (form: StoreForm, subject: string): Promise<void> => forget(nameOf(form, subject));

/** Whether anything was typed or chosen that could be lost. */
export const isBegun = ({ typed, chosen = [], reasons = {} }: StoreDraft): boolean =>
  chosen.length > 0 || Object.keys(reasons).length > 0 || Object.values(typed).some((text) => text.trim() !== '');

/** The subject of a waybill's form: the id that the phone knows, or the number. */
export const OTHER = 'other:';

/** The subject of a form about another phone. */
export const counterSubject = (distribution: string, device: string): string => `${distribution}/${device}`;

/** The address of a form, without the #/. */
export function storeAddress(form: StoreForm, subject: string): string {
  if (form === 'waybill' && subject.startsWith(OTHER))
    return asking('waybill/other', { number: subject.slice(OTHER.length) });
  if (form === 'waybill' || form === 'count') return to(form, subject).slice(2);
  const [distribution = '', phone = ''] = subject.split('/');
  return asking(`${form}/${distribution}`, { phone });
}
