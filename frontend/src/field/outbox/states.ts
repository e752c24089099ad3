// What an entry of this phone is, and how far it has come, in words.

import { explain } from '../../lib/explain';
import { has, t } from '../../lib/i18n.svelte';
import { Problem } from '../../lib/problem';
import type { Tone } from '../../lib/ui/statuses';
import type { Row } from '../phone/outbox/entrydetails';

export const kindName = (row: Row): string => (has(`kind.${row.kind}`) ? t(`kind.${row.kind}`) : row.kind);

/** The state of an entry: a tone, and its sentence. */
export function stateOf(row: Row): { tone: Tone; text: string } {
  if (row.state === 'deferred') return { tone: 'look', text: t('sent.held') };
  if (row.state === 'here') return { tone: 'look', text: t('outbox.saved_here') };
  if (row.state === 'asks')
    return { tone: 'stop', text: explain(new Problem(row.code || 'answer_unreadable', 409, row.path, row.numbers)) };
  return { tone: 'ok', text: t(row.state === 'settled' ? 'outbox.settled' : 'sent.office_has_it') };
}
