import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import type { AreaKey } from '../../lib/ids';
import { keep } from '../phone/storage/drafts';
import { aBrowser, enrolled, saveAny as save } from '../phone/testing/testphone';
import { keepDraft, openDraft } from '../register/draft.svelte';
import { allUnfinished, discard } from './unfinished';

const areas = vi.hoisted(() => [{ area: 'village:1', name: 'Chaital', name_bn: '', path: '/19/303/2738/1/' }]);

vi.mock('../phone/pack/pack.svelte', async (original) => ({
  ...(await original<object>()),
  pack: () => ({ areas, families: [], manifest: { pack: 'p' } }),
}));

aBrowser();

const place = (key: string): AreaKey => key as AreaKey;

it('lists every unfinished form with its family, place and step, and says when the place has ended', {
  timeout: 30_000,
}, async () => {
  await enrolled();
  const begun = { ...openDraft(''), consent: true, name: ' Rahima ', area: place('village:1') };
  keepDraft(begun, 'people');
  await save(
    'household.register',
    { id: 'h' },
    { title: 'Kalpana', payload: { id: 'h', name: 'Kalpana', phone: '', people: {} } },
  );
  await keep('damage.h', { grade: 3 });
  await keep('correct.h', { said: { name: 'Kalpana Das' }, typed: null });
  await keep('complaint ', { area: 'village:gone', about: 'other' });
  await keep('situation', { area: '', note: 'x' });
  expect(allUnfinished()).toEqual([
    {
      key: 'situation',
      kind: 'situation',
      family: '',
      place: '',
      step: 0,
      of: 1,
      href: '#/situation',
      ended: false,
      needed: false,
    },
    {
      key: 'complaint ',
      kind: 'complaint',
      family: '',
      place: 'village:gone',
      step: 0,
      of: 1,
      href: '#/complaint',
      ended: true,
      needed: false,
    },
    {
      key: 'correct.h',
      kind: 'correct',
      family: 'Kalpana',
      place: '',
      step: 0,
      of: 1,
      href: '#/correct/h',
      ended: false,
      needed: false,
    },
    {
      key: 'damage.h',
      kind: 'damage',
      family: 'Kalpana',
      place: '',
      step: 0,
      of: 1,
      href: '#/damage/h/photo', // the grade is there: the photo comes next
      ended: false,
      needed: false,
    },
    {
      key: begun.id,
      kind: 'register',
      family: 'Rahima',
      place: 'Chaital',
      step: 5,
      of: 9,
      href: `#/register/people?draft=${begun.id}`,
      ended: false,
      needed: false,
    },
  ]);
  await save('damage.assess', {}, { title: 'Rahima', payload: { household: begun.id, grade: 3 } });
  expect(allUnfinished().map(({ kind, needed }) => [kind, needed])).toContainEqual(['register', true]);
  for (const one of allUnfinished()) await discard(one);
  expect(allUnfinished()).toEqual([]);
});
