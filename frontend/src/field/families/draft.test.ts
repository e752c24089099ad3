import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { emptyDraft } from '../../lib/forms/registration';
import type { HouseholdId } from '../../lib/ids';
import { idFrom } from '../../lib/ids';
import { keptAll } from '../phone/storage/drafts';
import { lock, startVault, unlock, workers } from '../phone/storage/vault.svelte';
import { aBrowser, enrolled, PIN } from '../phone/testing/testphone';
import { keepCorrection, keptCorrection } from './draft';

aBrowser();

const FAMILY = 'h1' as HouseholdId;

/** The browser is killed, and the worker opens the app again. */
async function killed(): Promise<void> {
  lock();
  await startVault();
  await unlock(workers()[0]?.credential ?? '', PIN);
}

it('keeps the answers of an unfinished correction when the browser is killed, also the one being typed', async () => {
  await enrolled();
  const typed = { group: 'place' as const, draft: { ...emptyDraft(idFrom('')), landmark: 'by the po' } };
  await keepCorrection(FAMILY, { said: { name: 'Sita Roy' }, typed });
  await killed();
  expect(keptCorrection(FAMILY)).toMatchObject({
    said: { name: 'Sita Roy' },
    typed: { draft: { landmark: 'by the po' } },
  });
  expect(keptCorrection('h2' as HouseholdId)).toEqual({ said: {}, typed: null }); // the control: another family's
  await keepCorrection(FAMILY, { said: {}, typed: null });
  expect(keptAll()).toEqual([]); // nothing said, nothing unfinished
});
