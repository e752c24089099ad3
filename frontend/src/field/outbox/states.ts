// What an entry of this phone is, and how far it has come, in words.

import { explain } from '../../lib/explain';
import { has, t } from '../../lib/i18n.svelte';
import { Problem } from '../../lib/problem';
import type { Tone } from '../../lib/ui/statuses';
import { detailsOf, type Row } from '../phone/outbox/entrydetails';
import { pack } from '../phone/pack/pack.svelte';
import { receivedBy, storeName } from '../store/stock';

export function kindName(row: Row): string {
  if (receivedBy(row) !== undefined) return t('receive.title');
  return has(`kind.${row.kind}`) ? t(`kind.${row.kind}`) : row.kind;
}

/** The state of an entry: a tone, and its sentence. */
export function stateOf(row: Row): { tone: Tone; text: string } {
  if (row.state === 'deferred') return { tone: 'look', text: t('sent.held') };
  if (row.state === 'here') return { tone: 'look', text: t('outbox.saved_here') };
  if (row.state === 'asks')
    return { tone: 'stop', text: explain(new Problem(row.code || 'answer_unreadable', 409, row.path, row.numbers)) };
  return { tone: 'ok', text: t(row.state === 'settled' ? 'outbox.settled' : 'sent.office_has_it') };
}

/** What an entry is about, in the reader's language where the phone has the name in it. */
export function titleOf(row: Row): string {
  const counted = detailsOf(row, 'stock.count');
  if (counted !== undefined) return storeName(counted.store) || row.local.title;
  const closed = detailsOf(row, 'custody.close'); // entries of earlier versions have no title
  if (closed === undefined || row.local.title !== '') return row.local.title;
  return pack()?.sites.find(({ distribution }) => distribution === closed.distribution)?.name ?? '';
}
