// What corrects an entry that was sent: a new entry of its kind, which is kept beside it.

import { to } from '../../lib/router.svelte';
import type { Row } from '../phone/outbox/entrydetails';

/** The address of the form that corrects an entry, and the key of its label; null where the office must be told. */
export function newEntry(row: Row, household: string): { href: string; text: string } | null {
  if (row.kind === 'situation.report') return { href: to('situation'), text: 'entry.report_again' };
  if (household === '') return null;
  switch (row.kind) {
    case 'household.register':
    case 'household.amend':
      return { href: to('correct', household), text: 'entry.by_new' };
    case 'damage.assess':
      return { href: to('damage', household), text: 'entry.grade_again' };
    case 'grievance.take':
      return { href: to('complaint', household), text: 'entry.complaint_add' };
    default:
      return null;
  }
}
