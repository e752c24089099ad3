import { expect, it } from 'vitest';
import { findWaybill, folded, isOneOff, type Waybill } from './waybill';

const waybill = (number: string): Waybill => ({ waybill: number, number }) as unknown as Waybill;
const KNOWN = [waybill('TP-7K2M-9QXM'), waybill('HSN-0001')];
const find = (text: string, typed = true) => {
  const found = findWaybill(text, KNOWN, typed);
  if (found.is === 'known') return `known ${found.waybill.number}`;
  if (found.is === 'near') return `near ${found.waybills.map(({ number }) => number).join()}`;
  return found.is === 'unknown' ? `unknown ${found.number}` : found.is;
};

it.each([
  ['TP-7K2M-9QXM', 'known TP-7K2M-9QXM'],
  ['tp 7k2m 9qxm', 'known TP-7K2M-9QXM'],
  ['tp-৭k২m-৯qxm', 'known TP-7K2M-9QXM'],
  ['HSN-OOO1', 'known HSN-0001'],
  ['hsn/0001', 'known HSN-0001'],
  ['HSN-0002', 'near HSN-0001'],
  ['HSN-001', 'near HSN-0001'],
  ['HSN-00001', 'near HSN-0001'],
  ['HSN-0010', 'near HSN-0001'],
  ['TP-7K2M-9QXN', 'near TP-7K2M-9QXM'],
  ['HSN-0777', 'unknown HSN-0777'],
  [' Lorry 12 ', 'unknown Lorry 12'],
  ['tp aaaa bbbb', 'unknown TP-AAAA-BBBB'],
  ['TP-AAAA-BBB', 'mistyped'],
  ['TP-AAAA-BBBU', 'mistyped'],
  ['  ', 'missing'],
  ['x'.repeat(41), 'no_number'],
  ['TPH1:7K2M9QXM123:0:0:0.1', 'no_number'],
])('takes %j for %s', (text, found) => {
  expect(find(text)).toBe(found);
});

it('does not ask about a scanned number: the camera reads all of it or nothing', () => {
  expect(find('HSN-0002', false)).toBe('unknown HSN-0002');
  expect(find('HSN-0002')).toBe('near HSN-0001'); // the control: typed
});

it('takes two letters off for another number', () => {
  expect(isOneOff(folded('HSN-0001'), folded('HSN-0022'))).toBe(false);
  expect(isOneOff('AB', 'BA')).toBe(true);
  expect(isOneOff('ABC', 'CBA')).toBe(false);
  expect(isOneOff('A', 'A')).toBe(false);
});
