import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import type { HouseholdId } from '../../lib/ids';
import { drawIdentity } from '../phone/crypt';
import { save } from '../phone/outbox.svelte';
import type { Entitled } from '../phone/pack.svelte';
import { enrol, startVault } from '../phone/vault.svelte';
import { judgeRow } from './here';

vi.stubGlobal('__APP_VERSION__', 'test');
vi.stubGlobal('navigator', { userAgent: 'Test (phone)' });
vi.stubGlobal('document', { documentElement: {} });
vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });

const row: Entitled = {
  entitlement: 'e',
  household: 'h' as HouseholdId,
  card: 'c',
  generation: 1,
  code: 'CODE',
  mark: '',
  size: 3,
  village: '',
  sounds: [],
  phone4: '',
  items: [],
  served: null,
};

it('knows what it handed out, what was taken back, and what was handed out again', { timeout: 30_000 }, async () => {
  const { recipient } = await drawIdentity();
  const answer = {
    credential: crypto.randomUUID(),
    push_token: 'push',
    full_token: 'full',
    account: { id: 'a', name: 'Rina', language: 'en', organisation_name: 'Samiti', grants: [] },
    seal_key: recipient,
    pack_key: '',
    epoch: { number: 1 },
    help_number: '',
  };
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(answer), { status: 201 })));
  await startVault();
  await enrol({ login: 'rina', password: 'x' }, '135790');
  const says = (): string => judgeRow('d', row).verdict.verdict;
  expect(says()).toBe('give');
  for (const [kind, then] of [
    ['handover.record', 'already_given'],
    ['handover.undo', 'give'],
    ['handover.record', 'already_given'],
  ] as const) {
    await save(kind, {}, { title: 'CODE', entitlement: 'e' });
    expect(says(), `after ${kind}`).toBe(then);
  }
  expect(judgeRow('d', { ...row, entitlement: 'another' }).verdict.verdict).toBe('give');
});
