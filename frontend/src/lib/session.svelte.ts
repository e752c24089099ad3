// The session. Nothing of it is stored on the machine: the cookie belongs to the server, the rest is fetched at start.

import { get, onSignedOut, post, remove, useCsrf } from './api';
import type { Account, FirstAccount, Role, Session } from './api/types';
import { suggestLanguage } from './i18n.svelte';
import { Problem } from './problem';

let session = $state.raw<Session | null>(null);

/** The signed-in account, or null: also while a sign-in still needs its second factor. */
export function account(): Account | null {
  return session === null || session.second_factor !== '' ? null : session.account;
}

/** What the sign-in still needs: a code, the setup of a second factor, or nothing. */
export function secondFactor(): Session['second_factor'] {
  return session?.second_factor ?? '';
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

/** The second step of a sign-in: a code of the authenticator app, or a recovery code. */
export async function giveSecondFactor(code: string): Promise<void> {
  await adopt(await post('/api/v1/session/second-factor', { code }));
}

/** Takes a session over that the server opened in place of the pending one. */
export const takeOver = (answer: Session): Promise<void> => adopt(answer);

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
