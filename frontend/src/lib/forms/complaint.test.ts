import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { expect, it } from 'vitest';
import { checked } from '../checked';
import { type AreaKey, idFrom } from '../ids';
import { openNote } from '../sealednote';
import { type ComplaintDraft, emptyComplaint, missing, payload } from './complaint';
import { drawReference } from './reference';

const whole = (changes: Partial<ComplaintDraft> = {}): ComplaintDraft => ({
  ...emptyComplaint(),
  area: 'village:1' as AreaKey,
  about: 'not_listed',
  who: 'neighbour',
  name: 'Rahima',
  reach: 'worker',
  ...changes,
});
const said = { id: '1', reference: '7K2M9QXC' };

it('asks for what is missing, and for a place only where there is no family', () => {
  expect(missing(emptyComplaint(), false)).toEqual(['place-search', 'about', 'who', 'answer-by']);
  expect(missing(emptyComplaint(), true)).toEqual(['about', 'who', 'answer-by']);
  expect(missing(whole(), false)).toEqual([]);
  expect(missing(whole({ about: 'private' }), false)).toEqual(['complaint-text']);
  expect(missing(whole({ about: 'private', text: 'ক'.repeat(400) }), false)).toEqual(['complaint-text']);
});

it('asks who complains and how to reach them: of a registered family its own name and number will do', () => {
  expect(missing(whole({ name: '' }), false)).toEqual(['complainant']);
  expect(missing(whole({ name: '', who: 'unsaid' }), false)).toEqual([]);
  expect(missing(whole({ name: '', who: 'self' }), true)).toEqual([]);
  expect(missing(whole({ name: '', who: 'self' }), false)).toEqual(['complainant']);
  expect(missing(whole({ reach: 'phone' }), false)).toEqual(['reach-phone']);
  expect(missing(whole({ reach: 'phone' }), true)).toEqual([]);
  expect(missing(whole({ reach: 'phone', phone: '12' }), true)).toEqual(['reach-phone']);
  expect(missing(whole({ reach: 'phone', phone: '৯৮৭৬৫ ৪৩২১০' }), false)).toEqual([]);
  expect(missing(whole({ reach: 'camp' }), false)).toEqual(['reach-at']);
  expect(missing(whole({ reach: 'none' }), false)).toEqual([]);
});

it('sends who complains and how to reach them, and the way for earlier readers', async () => {
  expect(await payload(said, '', whole({ reach: 'phone', phone: '+91 98765 43210' }), '')).toMatchObject({
    reference: '7K2M9QXC',
    complainant: 'Rahima',
    relation: 'neighbour',
    reach: 'phone',
    reach_phone: '9876543210',
    answer_by: 'phone',
  });
  const silent = await payload(said, '', whole({ who: 'unsaid', reach: 'none' }), '');
  expect(silent).toMatchObject({ answer_by: 'none' });
  for (const field of ['complainant', 'relation', 'reach', 'reach_phone', 'reach_at'])
    expect(silent).not.toHaveProperty(field);
  expect(await payload(said, '', whole({ reach: 'camp', at: ' School ' }), '')).toMatchObject({
    reach_at: 'School',
    answer_by: 'visit',
  });
});

it('seals what is private and says nothing of it in the open', async () => {
  const identity = await generateX25519Identity();
  const draft = whole({ about: 'private', text: 'canary', reach: 'camp', at: 'canary camp', name: 'canary name' });
  const sent = await payload(
    { ...said, inWords: 'canary name · canary camp' },
    '',
    draft,
    await identityToRecipient(identity),
  );
  expect(JSON.stringify(sent)).not.toContain('canary');
  for (const field of ['text', 'complainant', 'relation', 'reach', 'reach_at']) expect(sent).not.toHaveProperty(field);
  expect(await openNote(sent['sealed'] as string, identity)).toBe('canary name · canary camp\ncanary');
});

it('names the family, or the place', async () => {
  expect(await payload(said, idFrom('family'), whole({ text: ' x ' }), '')).toMatchObject({
    household: 'family',
    text: 'x',
  });
  expect(await payload(said, '', whole(), '')).toMatchObject({ area: 'village:1' });
});

it('a written place is clear in an open complaint, and only in the sealed text of a private one', async () => {
  const written = 'Natun Para';
  expect(await payload(said, '', whole({ written }), '')).toMatchObject({ written_place: written });
  expect(await payload(said, idFrom('family'), whole({ written }), '')).not.toHaveProperty('written_place');
  const identity = await generateX25519Identity();
  const sent = await payload(
    said,
    '',
    whole({ about: 'private', text: 'canary', written }),
    await identityToRecipient(identity),
  );
  expect(sent).not.toHaveProperty('written_place');
  expect(JSON.stringify(sent)).not.toContain(written);
  expect(await openNote(sent['sealed'] as string, identity)).toBe(`${written}\ncanary`);
  expect(missing(whole({ about: 'private', text: 'x'.repeat(900), written: 'y'.repeat(120) }), false)).toEqual([
    'complaint-text',
  ]);
});

it('draws references that the server reads, and none with a remainder that has no letter', () => {
  expect(checked('7K2M9QX')).toBe('7K2M9QXC'); // as in internal/grievance/grievance_test.go
  expect(checked('0000001')).toBe('00000011');
  expect(checked('0000010')).toBeNull(); // 32: one of the five
  const drawn = new Set(Array.from({ length: 200 }, drawReference));
  expect(drawn.size).toBe(200);
  for (const one of drawn) expect(checked(one.slice(0, 7))).toBe(one);
});
