import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isWeak, type Reading, read, typedCode } from './card';
import type { Pack } from './content';

// B33. The office's tests make this file, and hold the office's reader against it.
const vectors = JSON.parse(
  readFileSync(new URL('../../../../../internal/card/testdata/cards.json', import.meta.url), 'utf8'),
) as {
  today: number;
  keys: Record<string, string>;
  cards: { text: string; is: string; id?: string; expires?: number; why: string }[];
  codes: { typed: string; code: string }[];
};

const bytes = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

async function carried(): Promise<Pack> {
  const keys: Pack['keys'] = new Map();
  for (const [kid, hex] of Object.entries(vectors.keys)) {
    const raw = bytes(hex);
    const key = isWeak(raw) ? null : await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
    keys.set(Number.parseInt(kid, 16), key);
  }
  return { keys, revoked: new Set<string>() } as unknown as Pack;
}

/** Cards that are read as something else than they are, counted by why they were made. */
async function wrong(reader: (text: string) => Promise<Reading>): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const card of vectors.cards) {
    const reading = await reader(card.text);
    const same =
      reading.is === card.is &&
      (reading.is !== 'card' || (reading.id === card.id && reading.expiresOn === card.expires));
    if (!same) found[card.why] = (found[card.why] ?? 0) + 1;
  }
  return found;
}

it('reads every card as the office does (B33)', async () => {
  expect(vectors.cards.length).toBeGreaterThanOrEqual(2000);
  const pack = await carried();
  expect(await wrong((text) => read(text, pack, vectors.today))).toEqual({});
});

it('control: a reader that knows one key less is found by the same comparison', async () => {
  const pack = await carried();
  pack.keys.delete(Math.min(...pack.keys.keys()));
  expect((await wrong((text) => read(text, pack, vectors.today)))['good']).toBeGreaterThan(0);
});

it('reads every typed code as the office does (B33)', () => {
  expect(vectors.codes.length).toBeGreaterThanOrEqual(500);
  for (const { typed, code } of vectors.codes) expect(typedCode(typed) ?? '', JSON.stringify(typed)).toBe(code);
});
