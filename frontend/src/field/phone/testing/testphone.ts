// A phone for tests: a minimal fake browser, and a server that enrols every worker.

import { vi } from 'vitest';
import { drawIdentity, toBase64 } from '../crypt/crypt';
import type { Local } from '../outbox/entrydetails';
import { type Photo, save } from '../outbox/outbox.svelte';
import { store } from '../storage/store';
import { enrol, lock, startVault } from '../storage/vault.svelte';

export const PIN = '135790';

/** Browser APIs that the modules of a phone need. */
export function aBrowser(more: object = {}): void {
  vi.stubGlobal('__APP_VERSION__', 'test');
  vi.stubGlobal('navigator', { userAgent: 'Test (phone)', ...more });
  vi.stubGlobal('document', { documentElement: {} });
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });
}

/** A phone with an empty database. */
export async function asNew(): Promise<void> {
  lock();
  const db = await store();
  for (const name of ['worker', 'entry', 'photo', 'pack', 'draft'] as const) await db.clear(name);
}

/** The enrolment response of a server, with overrides by a test. */
export const credentials = (sealKey: string, more: object = {}): object => ({
  credential: crypto.randomUUID(),
  push_token: 'push',
  full_token: 'full',
  account: { id: 'a', name: 'Rina', language: 'en', organisation_name: 'Samiti', grants: [] },
  seal_key: sealKey,
  pack_key: '',
  epoch: { number: 1 },
  help_number: '',
  ...more,
});

/** The server's public signing key, as phones receive it. */
export const packKey = async (key: CryptoKey): Promise<string> =>
  toBase64(new Uint8Array(await crypto.subtle.exportKey('raw', key)));

/** Enrols a worker with a server that accepts. */
export async function enrolled(pushToken = 'push'): Promise<void> {
  const { recipient } = await drawIdentity();
  const answer = credentials(recipient, { push_token: pushToken });
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(answer), { status: 201 })));
  await startVault();
  await enrol({ login: 'rina', password: 'x' }, PIN);
}

/** Saves an entry whose payload does not matter to the test. */
export const saveAny = save as (kind: string, payload: unknown, local: Local, photos?: Photo[]) => Promise<string>;
