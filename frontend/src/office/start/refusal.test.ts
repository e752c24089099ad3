import { expect, it, vi } from 'vitest';
import type { AreaReport } from '../../lib/api/types';
import { startLanguage, suggestLanguage } from '../../lib/i18n.svelte';
import { reasonOf, whereOf } from './refusal';

const refused: AreaReport['refused'][number] = {
  number: 12,
  area: '2738',
  code: 'unknown_parent',
  path: '/parent',
  message: 'No district is called "Nowhere".',
  numbers: { text: 'Nowhere' },
};
const report: AreaReport = {
  unit: 'line',
  read: 12,
  kept: 11,
  unchanged: 0,
  skipped: 0,
  elsewhere: 0,
  refused: [refused],
};

it("says why a place was rejected in the reader's language, with the text of the file", async () => {
  vi.stubGlobal('document', { documentElement: {} });
  vi.stubGlobal('localStorage', { getItem: () => null });
  vi.stubGlobal('navigator', { languages: ['en'] });
  await startLanguage(['common', 'office']);
  for (const [language, where, reason] of [
    ['en', 'Line 12', 'The larger place is not here yet. Import it first. (Nowhere)'],
    ['bn', 'লাইন ১২', 'বড় জায়গাটি এখনও নেই। আগে সেটা আনুন। (Nowhere)'],
    ['hi', 'पंक्ति 12', 'बड़ी जगह अभी नहीं है। पहले उसे लाएँ। (Nowhere)'],
  ] as const) {
    await suggestLanguage(language);
    expect(whereOf(report, refused)).toBe(where);
    expect(reasonOf(refused)).toBe(reason);
    expect(reasonOf(refused)).not.toContain(refused.message); // the English message of the API
  }
});

it('names a feature of a map by its number, and a refusal without a text by its message alone', async () => {
  await suggestLanguage('en');
  expect(whereOf({ ...report, unit: 'feature' }, refused)).toBe('Place 12');
  expect(reasonOf({ number: 3, code: 'code_missing', message: '' })).toBe('Write a code.');
});
