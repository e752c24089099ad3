import { expect, it } from 'vitest';
import type { DistributionId, ItemId } from '../../lib/ids';
import { qrCode } from '../../lib/qr';
import { uuid7 } from '../../lib/uuid7';
import { typedCode } from '../phone/pack/card';
import { codedHanding, drawCode, handingId, handingText, readHanding, typedHanding } from './handing';

const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const [distribution, device] = [uuid7<DistributionId>(), uuid7()];
const [kit, tarpaulin] = [uuid7<ItemId>(), uuid7<ItemId>()];
const items = [
  { item: kit, quantity: 12 },
  { item: tarpaulin, quantity: 100000 },
];
const reader = { device, distributions: [uuid7<DistributionId>(), distribution], items: [tarpaulin, kit] };

it('is read as it was drawn, by the phone that it is for', () => {
  const code = drawCode();
  expect(readHanding(handingText(code, distribution, device, items), reader)).toEqual({
    is: 'goods',
    code,
    distribution,
    items,
  });
});

it('says what is wrong with a code for another phone, of another list, of an item that is not known', () => {
  const text = handingText(drawCode(), distribution, device, items);
  expect(readHanding(text, { ...reader, device: uuid7() }).is).toBe('other_phone');
  expect(readHanding(text, { ...reader, distributions: [uuid7<DistributionId>()] }).is).toBe('other_list');
  expect(readHanding(text, { ...reader, items: [kit] }).is).toBe('unknown_item');
  expect(readHanding('https://example.org', reader).is).toBe('unreadable');
  expect(codedHanding(text.replace('.12-', '.0-'))).toBeNull();
});

it('finds every letter that was typed wrongly, and two that were exchanged', () => {
  const code = drawCode();
  const spoken = `${code.slice(0, 4)} ${code.slice(4, 8)}-${code.slice(8)}`.toLowerCase();
  expect(typedHanding(spoken)).toBe(code);
  for (let at = 0; at < code.length; at++)
    for (const other of SYMBOLS)
      if (other !== code[at]) expect(typedHanding(code.slice(0, at) + other + code.slice(at + 1))).toBeNull();
  for (let at = 0; at + 1 < code.length; at++) {
    const [a = '', b = ''] = code.slice(at, at + 2);
    if (a !== b) expect(typedHanding(code.slice(0, at) + b + a + code.slice(at + 2))).toBeNull();
  }
});

it('is not taken for a card, nor a card for it', () => {
  for (let n = 0; n < 200; n++) expect(typedCode(drawCode())).toBeNull();
  const card = '7K2M9QXM1H'; // the control: with a card's own check symbol it is one
  const asCard = [...SYMBOLS].map((last) => card + last).find((code) => typedCode(code) !== null);
  expect(asCard === undefined ? null : typedHanding(asCard)).toBeNull();
});

it('has one id on both phones, and another for another code', async () => {
  const [one, other] = [drawCode(), drawCode()];
  expect(await handingId(one)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(await handingId(one)).toBe(await handingId(one));
  expect(await handingId(one)).not.toBe(await handingId(other));
});

it('fits a QR code, with as many items as a handing may have', () => {
  const most = Array.from({ length: 20 }, () => ({ item: uuid7<ItemId>(), quantity: 99_999 }));
  const text = handingText(drawCode(), distribution, device, most);
  expect(qrCode(text)).not.toBeNull();
  expect(codedHanding(text)?.items).toHaveLength(20);
});
