// A phone for tests: a browser that is just enough of one, and a server that enrols whoever comes.

import { vi } from 'vitest';
import { drawIdentity } from './crypt';
import { enrol, startVault } from './vault.svelte';

export const PIN = '135790';

/** What every module of a phone expects of its browser. */
export function aBrowser(more: object = {}): void {
  vi.stubGlobal('__APP_VERSION__', 'test');
  vi.stubGlobal('navigator', { userAgent: 'Test (phone)', ...more });
  vi.stubGlobal('document', { documentElement: {} });
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });
}

/** Enrols a worker with a server that says yes. */
export async function enrolled(pushToken = 'push'): Promise<void> {
  const { recipient } = await drawIdentity();
  const answer = {
    credential: crypto.randomUUID(),
    push_token: pushToken,
    full_token: 'full',
    account: { id: 'a', name: 'Rina', language: 'en', organisation_name: 'Samiti', grants: [] },
    seal_key: recipient,
    pack_key: '',
    epoch: { number: 1 },
    help_number: '',
  };
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(answer), { status: 201 })));
  await startVault();
  await enrol({ login: 'rina', password: 'x' }, PIN);
}
