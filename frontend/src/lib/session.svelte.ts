// The session. Nothing of it is stored on the machine: the cookie belongs to the server, the rest is fetched at start.

import { get, onSignedOut, post, remove, useCsrf } from './api';
import type { Account, FirstAccount, Role, Session } from './api/types';
import { suggestLanguage } from './i18n.svelte';
import { Problem } from './problem';

let session = $state.raw<Session | null>(null);

/** The signed-in account, or null. */
export function account(): Account | null {
  return session?.account ?? null;
}

/** Whether this is a demonstration: every screen shows a banner. */
export function demonstration(): boolean {
  return session?.demo ?? false;
}

/** Whether the person holds one of the roles. The server decides again; this only decides what is shown. */
export function holds(...roles: Role[]): boolean {
  return session?.account.roles.some((role) => roles.includes(role)) ?? false;
}

/** Fetches the session. No session is a valid result; a failed connection is thrown. */
export async function resume(): Promise<void> {
  onSignedOut(() => take(null));
  try {
    await adopt(await get('/api/v1/session'));
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error;
    take(null);
  }
}

export async function signIn(login: string, password: string): Promise<void> {
  await adopt(await post('/api/v1/session', { login, password }));
}

/** Redeems an invitation: sets the person's password. */
export async function acceptInvitation(code: string, password: string): Promise<void> {
  await adopt(await post('/api/v1/invitations/accept', { code, password }));
}

/** The first administrator of an empty database. */
export async function begin(first: FirstAccount): Promise<void> {
  await adopt(await post('/api/v1/beginning', first));
}

export async function signOut(): Promise<void> {
  await remove('/api/v1/session');
  take(null);
}

async function adopt(answer: Session): Promise<void> {
  await suggestLanguage(answer.account.language);
  take(answer);
}

function take(answer: Session | null): void {
  session = answer;
  useCsrf(answer?.csrf ?? '');
}
