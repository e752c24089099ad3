import { expect, it, vi } from 'vitest';
import type { OpenException } from '../../lib/api/types';
import { startLanguage, suggestLanguage } from '../../lib/i18n.svelte';
import { lines } from './exceptions';

const offList = {
  kind: 'off_list',
  details: { device: 'd', reason: 'other', place: 'Canning store', place_bn: 'ক্যানিং গুদাম', place_hi: '' },
  names: { d: 'Rahima' },
} as unknown as OpenException;

it('names the place of an exception in the language of the reader, in English where there is no other name', async () => {
  vi.stubGlobal('document', { documentElement: {} });
  vi.stubGlobal('localStorage', { getItem: () => null });
  vi.stubGlobal('navigator', { languages: ['en'] });
  await startLanguage(['common', 'office']);
  for (const [language, place] of [
    ['bn', 'ক্যানিং গুদাম'],
    ['hi', 'Canning store'],
    ['en', 'Canning store'],
  ] as const) {
    await suggestLanguage(language);
    expect(lines(offList)[0]).toContain(place);
  }
});
