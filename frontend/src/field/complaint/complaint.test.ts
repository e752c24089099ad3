import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { expect, it } from 'vitest';
import { type AreaKey, idFrom } from '../../lib/ids';
import { openNote } from '../../lib/sealednote';
import { type ComplaintDraft, emptyComplaint, missing, payload } from './complaint';

const whole = (changes: Partial<ComplaintDraft> = {}): ComplaintDraft => ({
  ...emptyComplaint(),
  area: 'village:1' as AreaKey,
  about: 'not_listed',
  answerBy: 'visit',
  ...changes,
});

it('asks for what is missing, and for a place only where there is no family', () => {
  expect(missing(emptyComplaint(), false)).toEqual(['place-search', 'about', 'answer-by']);
  expect(missing(emptyComplaint(), true)).toEqual(['about', 'answer-by']);
  expect(missing(whole(), false)).toEqual([]);
  expect(missing(whole({ about: 'private' }), false)).toEqual(['complaint-text']);
  expect(missing(whole({ about: 'private', text: 'ক'.repeat(400) }), false)).toEqual(['complaint-text']);
});

it('seals what is private and says nothing of it in the open', async () => {
  const identity = await generateX25519Identity();
  const said = await payload('1', '', whole({ about: 'private', text: 'canary' }), await identityToRecipient(identity));
  expect(JSON.stringify(said)).not.toContain('canary');
  expect(said['text']).toBeUndefined();
  expect(await openNote(said['sealed'] as string, identity)).toBe('canary');
});

it('names the family, or the place', async () => {
  expect(await payload('1', idFrom('family'), whole({ text: ' x ' }), '')).toMatchObject({
    household: 'family',
    text: 'x',
  });
  expect(await payload('1', '', whole(), '')).toMatchObject({ area: 'village:1' });
});

it('a written place is clear in an open complaint, and only in the sealed text of a private one', async () => {
  const written = 'Natun Para';
  expect(await payload('1', '', whole({ written }), '')).toMatchObject({ written_place: written });
  expect(await payload('1', idFrom('family'), whole({ written }), '')).not.toHaveProperty('written_place');
  const identity = await generateX25519Identity();
  const said = await payload(
    '1',
    '',
    whole({ about: 'private', text: 'canary', written }),
    await identityToRecipient(identity),
  );
  expect(said).not.toHaveProperty('written_place');
  expect(JSON.stringify(said)).not.toContain(written);
  expect(await openNote(said['sealed'] as string, identity)).toBe(`${written}\ncanary`);
  expect(missing(whole({ about: 'private', text: 'x'.repeat(900), written: 'y'.repeat(120) }), false)).toEqual([
    'complaint-text',
  ]);
});
