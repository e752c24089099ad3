// Correction of an entry about goods that is still unsent: what was typed becomes a draft again, and the entry is withdrawn.

import { detailsOf, type Row } from '../phone/outbox/entrydetails';
import { takeBack } from '../phone/outbox/takeback';
import { counterSubject, forgetStore, keepStore, OTHER, type StoreDraft, type StoreForm, storeAddress } from './drafts';
import type { Quantity, Typed } from './quantities';
import { receivedBy } from './stock';

interface Reopened {
  form: StoreForm;
  subject: string;
  draft: StoreDraft;
}

const typedOf = (lines: readonly Quantity[]): Typed =>
  Object.fromEntries(lines.map(({ item, quantity }) => [item, String(quantity)]));

/** The form of an entry about goods with its answers; null for another entry. */
export function draftOf(row: Row): Reopened | null {
  const about = row.local.title;
  const came = detailsOf(row, 'waybill.arrived');
  if (came !== undefined) {
    const { waybill = '', number, store, lines } = came;
    const typed = typedOf(lines.map(({ item, received }) => ({ item, quantity: received })));
    const chosen = lines.filter(({ sent }) => sent === null || sent === 0).map(({ item }) => item);
    const words = Object.fromEntries(lines.flatMap(({ item, reason }) => (reason === '' ? [] : [[item, reason]])));
    const subject = (waybill as string) === '' ? OTHER + number : waybill;
    return { form: 'waybill', subject, draft: { about, typed, chosen, store, words } };
  }
  const count = detailsOf(row, 'stock.count');
  if (count !== undefined)
    return { form: 'count', subject: count.store, draft: { about, typed: typedOf(count.counted) } };
  if (receivedBy(row) !== undefined) return null; // its code is read again
  const handed = detailsOf(row, 'custody.handed');
  if (handed !== undefined) {
    const subject = counterSubject(handed.distribution, handed.device);
    return { form: 'hand', subject, draft: { about, typed: typedOf(handed.items) } };
  }
  const back = detailsOf(row, 'custody.returned');
  if (back === undefined) return null;
  const subject = counterSubject(back.distribution, back.device);
  return { form: 'back', subject, draft: { about, typed: typedOf(back.counted) } };
}

/**
 * Opens an entry for correction, and returns the address of its form; null when it may have been sent: then it stays. The draft
 * is on disk before the entry is withdrawn.
 */
export async function reopenGoods(entry: string, { form, subject, draft }: Reopened): Promise<string | null> {
  await keepStore(form, subject, draft);
  if (await takeBack(entry)) return storeAddress(form, subject);
  await forgetStore(form, subject);
  return null;
}
