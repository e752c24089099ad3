import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { expect, it } from 'vitest';
import { fits, LONGEST_NOTE, openNote, sealNote } from './sealednote';

it('gives every note the same size, and opens to what was written', async () => {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  for (const text of ['', 'x', 'তাঁর স্বামী জানেন না তিনি কোথায়।', 'ক'.repeat(LONGEST_NOTE / 3)]) {
    const blob = await sealNote(text, recipient);
    expect(atob(blob).length, text).toBe(1024);
    expect(atob(blob).startsWith('age-encryption.org/v1\n-> X25519 ')).toBe(true);
    expect(await openNote(blob, identity)).toBe(text);
  }
});

it('counts bytes and not letters, and refuses what does not fit', async () => {
  const recipient = await identityToRecipient(await generateX25519Identity());
  const long = 'ক'.repeat(Math.ceil(LONGEST_NOTE / 3) + 1);
  expect(fits(long)).toBe(false);
  await expect(sealNote(long, recipient)).rejects.toThrow(RangeError);
});

it('is opened by no other key', async () => {
  const blob = await sealNote('why', await identityToRecipient(await generateX25519Identity()));
  await expect(openNote(blob, await generateX25519Identity())).rejects.toThrow();
});
