import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import type { AreaKey } from '../lib/ids';
import { uuid7 } from '../lib/uuid7';
import { lastPlace } from './lastplace';
import { keep } from './phone/storage/drafts';
import { lock, present, unlock } from './phone/storage/vault.svelte';
import { aBrowser, enrolled, PIN, saveAny as save } from './phone/testing/testphone';
import { keepDraft, openDraft } from './register/draft.svelte';

const areas = vi.hoisted(() =>
  ['v1', 'v2', 'v3'].map((area) => ({ area, name: area, name_bn: '', path: `/19/303/2738/${area}/` })),
);

vi.mock('./phone/pack/pack.svelte', async (original) => ({
  ...(await original<object>()),
  pack: () => ({ areas, families: [], manifest: { pack: 'p' } }),
}));

aBrowser();

const registered = (area: string, written_place?: string) => {
  const payload = { id: uuid7(), name: 'Rahima', phone: '', area, people: {}, written_place };
  return save('household.register', payload, { title: 'Rahima', payload });
};

it('is the place of the newest entry, and survives lock and restart', { timeout: 30_000 }, async () => {
  await enrolled();
  expect(lastPlace()).toBeNull();
  await registered('v1');
  expect(lastPlace()).toMatchObject({ area: 'v1', written: '' });
  await save('situation.report', {}, { title: '', payload: { area: 'v2' } });
  expect(lastPlace()).toMatchObject({ area: 'v2' });
  await save('grievance.take', {}, { title: '', payload: { household: '', area: 'v3' } });
  expect(lastPlace()).toMatchObject({ area: 'v3' });
  await registered('v1', 'Natun Para');
  await save('damage.assess', {}, { title: '', payload: { household: 'x', grade: 3 } }); // has no place
  const { credential } = present().row;
  lock();
  expect(lastPlace()).toBeNull(); // nothing of it is readable
  await unlock(credential, PIN);
  expect(lastPlace()).toMatchObject({ area: 'v1', written: 'Natun Para' });
  await registered('gone'); // a place that the list no longer has
  expect(lastPlace()).toMatchObject({ area: 'v1', written: 'Natun Para' });
});

it('is that of a registration that was begun later, and never that of another worker', {
  timeout: 30_000,
}, async () => {
  await enrolled();
  await registered('v1');
  const draft = { ...openDraft(''), id: uuid7<never>(Date.now() + 1000), consent: true, area: 'v2' as AreaKey };
  keepDraft(draft, 'name');
  await keep('after', null);
  expect(lastPlace()).toMatchObject({ area: 'v2' });
  expect(lastPlace(draft.id)).toMatchObject({ area: 'v1' }); // the draft that is open is not one of before
  lock();
  await enrolled('other'); // another worker of this phone
  expect(lastPlace()).toBeNull();
});
