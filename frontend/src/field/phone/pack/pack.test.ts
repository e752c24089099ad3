import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { drawIdentity, hex, toBase64 } from '../crypt/crypt';
import { putPack, storedPack } from '../storage/packs';
import { enrol, lock, startVault, unlock, workers } from '../storage/vault.svelte';
import { aBrowser, asNew, credentials, PIN, packKey } from '../testing/testphone';
import { BadPack, pack, refresh } from './pack.svelte';

aBrowser();

const bytes = (value: unknown): Uint8Array<ArrayBuffer> => new TextEncoder().encode(JSON.stringify(value));

/** An office with a pack of four parts, whose line can die at any answer and whose answers can be false. */
class Office {
  readonly #key: CryptoKeyPair;
  readonly #recipient: string;
  answers = 0;
  dieAt = Number.POSITIVE_INFINITY;
  families = 3;
  forge: 'nothing' | 'part' | 'sum' | 'signature' | 'key' = 'nothing';

  static async open(): Promise<Office> {
    const key = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
    return new Office(key, (await drawIdentity()).recipient);
  }

  constructor(key: CryptoKeyPair, recipient: string) {
    this.#key = key;
    this.#recipient = recipient;
    vi.stubGlobal('fetch', (path: string) => this.#answer(path));
  }

  parts(): Map<string, Uint8Array<ArrayBuffer>> {
    const families = Array.from({ length: this.families }, (_, n) => ({ household: `h${n}`, name: `Family ${n}` }));
    const settings = { stale_hours: 72, undo_seconds: 120, protection_key: '' };
    return new Map([
      ['work', bytes({ items: [], distributions: [], settings })],
      ['areas', bytes([])],
      ['families', bytes(families)],
      ['revoked', bytes({ version: 1, cards: '' })],
    ]);
  }

  async #answer(path: string): Promise<Response> {
    this.answers += 1;
    if (this.answers >= this.dieAt) throw new TypeError('the line is dead');
    if (path.endsWith('/devices')) return json(await this.#enrolled());
    if (path.endsWith('/pack?protocol=2')) return json(await this.#issue());
    const body = this.parts().get(path.split('/').at(-1) ?? '') ?? bytes([]);
    return new Response(this.forge === 'part' && path.endsWith('/families') ? bytes([{ household: 'forged' }]) : body);
  }

  async #enrolled(): Promise<unknown> {
    return credentials(this.#recipient, { pack_key: await packKey(this.#key.publicKey) });
  }

  async #issue(): Promise<unknown> {
    const parts = [];
    for (const [name, body] of this.parts()) {
      const sum = hex(new Uint8Array(await crypto.subtle.digest('SHA-256', body)));
      parts.push({ name, rows: 0, bytes: body.length, sha256: this.forge === 'sum' ? sum.replace(/^./, 'x') : sum });
    }
    const manifest = bytes({ protocol: 2, pack: 'p', epoch: { number: 1 }, seq: 1, issued_at: '', parts });
    const other = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
    const key = this.forge === 'key' ? other.privateKey : this.#key.privateKey;
    const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', key, manifest));
    if (this.forge === 'signature') signature[0] = (signature[0] ?? 0) ^ 1;
    return { manifest: toBase64(manifest), signature: toBase64(signature) };
  }
}

const json = (value: unknown): Response => new Response(JSON.stringify(value), { status: 200 });

let office: Office;

beforeEach(async () => {
  await asNew();
  await startVault();
  office = await Office.open();
  await enrol({ login: 'rina', password: 'x' }, PIN);
  office.answers = 0;
}, 30_000);

/** The app is closed and opened again: only what is on the disk is there. */
async function reopened(): Promise<number | null> {
  const credential = workers()[0]?.credential ?? '';
  lock();
  await unlock(credential, PIN);
  return pack()?.families.length ?? null;
}

describe('a pack', () => {
  it('is there whole or not at all, wherever its way breaks off (B18)', { timeout: 60_000 }, async () => {
    const whole = office.parts().size + 1;
    for (let at = 1; at <= whole; at++) {
      Object.assign(office, { answers: 0, dieAt: at });
      await expect(refresh()).rejects.toThrow();
      expect(pack(), `died at answer ${at}`).toBeNull();
      expect(await reopened(), `died at answer ${at}, opened again`).toBeNull();
    }
    Object.assign(office, { answers: 0, dieAt: Number.POSITIVE_INFINITY });
    await refresh();
    expect(await reopened()).toBe(3);
  });

  it('stays the old one, whole, while the new one does not come through', { timeout: 60_000 }, async () => {
    await refresh();
    office.families = 5;
    for (let at = 1; at <= office.parts().size + 1; at++) {
      Object.assign(office, { answers: 0, dieAt: at });
      await expect(refresh()).rejects.toThrow();
      expect(await reopened(), `died at answer ${at}`).toBe(3);
    }
    Object.assign(office, { answers: 0, dieAt: Number.POSITIVE_INFINITY });
    await refresh();
    expect(await reopened()).toBe(5);
  });

  it.each(['part', 'sum', 'signature', 'key'] as const)(
    'with a forged %s is refused, and the old one stays',
    {
      timeout: 30_000,
    },
    async (forge) => {
      await refresh();
      office.families = 5;
      office.forge = forge;
      await expect(refresh()).rejects.toThrow(BadPack);
      expect(await reopened()).toBe(3);
    },
  );

  it('control: one that is written part by part is seen to be partial by the same look', {
    timeout: 30_000,
  }, async () => {
    await refresh();
    const credential = workers()[0]?.credential ?? '';
    const row = await storedPack(credential);
    if (row === undefined) throw new Error('there is no pack');
    const { families: _, ...rest } = row.parts;
    await putPack({ ...row, parts: rest });
    expect(await reopened()).not.toBe(3);
  });
});
