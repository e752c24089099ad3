import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import { openedByPin, PIN_OPENS } from '../../handout/handed';
import { hex, toBase64 } from '../crypt/crypt';
import { allEntries } from '../outbox/outbox.svelte';
import { enrol, startVault } from '../storage/vault.svelte';
import { Office, PARTS } from '../testing/testoffice';
import { aBrowser, asNew, PIN, saveAny as save } from '../testing/testphone';
import { leaderKey } from './leader';
import { type Leader, pack, refresh } from './pack.svelte';

aBrowser();

beforeEach(async () => {
  await asNew();
  await Office.open();
  await startVault();
  await enrol({ login: 'rina', password: 'x' }, PIN);
  await allEntries();
}, 30_000);

/** The verifier of a PIN, as the office makes it. */
async function verifier(pin: string): Promise<Leader> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const base = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: 1000 };
  const key = await crypto.subtle.deriveBits(how, base, 256);
  const mac = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const check = new Uint8Array(await crypto.subtle.sign('HMAC', mac, new TextEncoder().encode('check')));
  return { salt: toBase64(salt), rounds: 1000, check: hex(check) };
}

/** The office's list has a leader's PIN, and the phone fetches its pack. */
async function fetched(leader: Leader): Promise<void> {
  const { work } = PARTS[2] as { work: { distributions: { leader: Leader | null }[] } };
  const [site] = work.distributions;
  if (site === undefined) throw new Error('the pack has no list');
  site.leader = leader;
  await refresh();
}

async function opens(pin: string): Promise<boolean> {
  const leader = pack()?.sites[0]?.leader;
  return leader != null && (await leaderKey(leader, pin)) !== null;
}

it('learns of a changed leader’s PIN with its next pack, and keeps what the old one opened (B42)', async () => {
  await fetched(await verifier('271828'));
  expect([await opens('271828'), await opens('135790')]).toEqual([true, false]);
  const payload = { id: crypto.randomUUID(), distribution: 'd', offList: 'new_damage', items: [] };
  await save('handover.record', payload, { title: '', payload });
  const changed = await verifier('135790');
  expect([await opens('271828'), await opens('135790')]).toEqual([true, false]); // the control: not before the pack
  await fetched(changed);
  expect([await opens('271828'), await opens('135790')]).toEqual([false, true]);
  expect(openedByPin('d')).toBe(PIN_OPENS - 1);
});
