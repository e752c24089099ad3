import { expect, it, vi } from 'vitest';
import bn from '../../messages/bn/common.json';
import bnField from '../../messages/bn/field.json';
import en from '../../messages/en/common.json';
import enField from '../../messages/en/field.json';
import hi from '../../messages/hi/common.json';
import hiField from '../../messages/hi/field.json';
import { explain } from './explain';
import { suggestLanguage } from './i18n.svelte';
import { type Code, OWN_CODES, Problem } from './problem';

const refusal = (code: Code, seconds: number) => new Problem(code, 429, '', { retry_after_seconds: seconds });

it('says after how long a refused sign-in may be tried again', async () => {
  vi.stubGlobal('document', { documentElement: {} });
  await suggestLanguage('en');
  expect(explain(refusal('login_throttled', 1))).toBe('Too many wrong tries. Nothing is lost. Try again in 1 second.');
  expect(explain(refusal('login_throttled', 90))).toContain('in 90 seconds.');
  expect(explain(refusal('login_throttled', 91))).toContain('in 2 minutes.');
  expect(explain(refusal('sign_in_busy', 4))).toContain('in 4 seconds.');
  await suggestLanguage('bn');
  expect(explain(refusal('login_throttled', 125))).toContain('৩ মিনিট পরে');
  await suggestLanguage('hi');
  expect(explain(refusal('sign_in_busy', 4))).toContain('4 सेकंड बाद');
});

it('has a place for the wait in each language', () => {
  for (const messages of [en, bn, hi])
    for (const code of ['fault.login_throttled', 'fault.sign_in_busy'] as const)
      expect(messages[code]).toContain('{wait}');
});

it("has a message for each code of this phone's or browser's own", () => {
  const all = [
    { ...en, ...enField },
    { ...bn, ...bnField },
    { ...hi, ...hiField },
  ];
  for (const messages of all) for (const code of OWN_CODES) expect(Object.keys(messages)).toContain(`fault.${code}`);
});

it('names an item in the language of the reader, and by its code where there is no name', async () => {
  vi.stubGlobal('document', { documentElement: {} });
  const numbers = {
    item: 'tarpaulin',
    item_name: 'Tarpaulin',
    item_name_bn: 'ত্রিপল',
    item_name_hi: '',
    asked: 5,
    left: 2,
    store: 'S',
  };
  const short = new Problem('insufficient_stock', 409, '', numbers);
  await suggestLanguage('bn');
  expect(explain(short)).toContain('ত্রিপল');
  await suggestLanguage('hi');
  expect(explain(short)).toContain('Tarpaulin');
  await suggestLanguage('en');
  expect(
    explain(new Problem('insufficient_stock', 409, '', { item: 'tarpaulin', asked: 5, left: 2, store: 'S' })),
  ).toContain('tarpaulin');
});

it('names the place where a family was served, and a store, in the language of the reader', async () => {
  const served = { at: '2020-06-05T09:34:00Z', place: 'Atapur School', place_bn: 'আতাপুর স্কুল', place_hi: '' };
  const short = { item: 'tarpaulin', asked: 3, left: 1, store: 'Store 1', store_bn: 'এক নম্বর গুদাম' };
  await suggestLanguage('bn');
  expect(explain(new Problem('already_served', 409, '/card', served))).toContain('আতাপুর স্কুল');
  expect(explain(new Problem('insufficient_stock', 409, '', short))).toContain('এক নম্বর গুদাম');
  await suggestLanguage('hi');
  expect(explain(new Problem('already_served', 409, '/card', served))).toContain('Atapur School');
});
