// Invitations as a PDF. Their codes are in that file and nowhere else: asking again makes new ones and ends these.

import { download } from '../../lib/api';
import type { Person } from '../../lib/api/types';
import { keep } from '../../lib/download';
import { language } from '../../lib/i18n.svelte';

/** Invites people and saves the sheet. Gives how many were left out, because they came meanwhile. */
export async function printInvitations(people: readonly Pick<Person, 'id'>[], reset: boolean): Promise<number> {
  const answer = await download('/api/v1/invitations/sheet.pdf', {
    accounts: people.map((one) => one.id),
    reset,
    language: language(),
  });
  keep({ bytes: await answer.blob(), name: 'invitations.pdf' });
  return Number(answer.headers.get('Tripol-Left-Out') ?? 0);
}

/** How many people one sheet takes. */
export const MOST_INVITED = 100;
