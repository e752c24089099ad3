import { expect, it } from 'vitest';
import { emptyDraft } from '../../../lib/forms/registration';
import type { AreaKey, HouseholdId } from '../../../lib/ids';
import { openNote } from '../../../lib/sealednote';
import { sealed, troubles } from './form';

const draft = () => ({
  ...emptyDraft('h1' as HouseholdId),
  consent: true,
  how: 'in_writing' as const,
  area: 'block:2738' as AreaKey,
});
const ids = (one: Parameters<typeof troubles>[0]) => troubles(one).map(({ id }) => id);

it('shows each gap of the phone’s questions at its field', () => {
  expect(ids(emptyDraft('h1' as HouseholdId))).toEqual(['register-consent', 'register-area', 'register-people']);
  const phone = { ...draft(), hasPhone: 'yes' as const, phone: '12345' };
  phone.people.women = 1;
  expect(ids(phone)).toEqual(['register-phone']);
  expect(ids({ ...draft(), withoutDetails: true })).toEqual(['register-people-unstated']);
});

it('seals the private reason, and an empty note where there is none; without a key it sends none', async () => {
  const { generateIdentity, identityToRecipient } = await import('age-encryption');
  const identity = await generateIdentity();
  const key = await identityToRecipient(identity);
  const family = { ...draft(), privateReason: true, privateNote: 'She hides.' };
  family.people.women = 1;
  const said = await sealed(family, key);
  expect(await openNote(said.sealed_note ?? '', identity)).toBe('She hides.');
  expect(JSON.stringify({ ...said, sealed_note: '' })).not.toContain('hides');
  const plain = await sealed({ ...family, privateReason: false, privateNote: '' }, key);
  expect(plain.sealed_note?.length).toBe(said.sealed_note?.length);
  expect(await sealed(family, '')).not.toHaveProperty('sealed_note');
  expect(said.consent).toMatchObject({ given: true, how: 'in_writing' });
});
