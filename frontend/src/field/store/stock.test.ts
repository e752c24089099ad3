import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import type { ItemId, StoreId, WaybillId } from '../../lib/ids';
import { allEntries, answered, entries } from '../phone/outbox/outbox.svelte';
import { mayBeTakenBack } from '../phone/outbox/takeback';
import { present } from '../phone/storage/vault.svelte';
import { aBrowser, asNew, enrolled, saveAny as save } from '../phone/testing/testphone';
import { draftOf, reopenGoods } from './correct';
import { keptStore, storeAddress } from './drafts';
import { arrivalNews } from './outcome';
import { acceptedHere, cameLines, handedTo, receivedBy, underWay } from './stock';

const carried = vi.hoisted(() => ({ pack: null as unknown }));
vi.mock('../phone/pack/pack.svelte', async (original) => ({
  ...(await original<object>()),
  pack: () => carried.pack,
}));

aBrowser();

const [KIT, SHEET] = ['kit' as ItemId, 'sheet' as ItemId];
const waybill = (id: string, number: string) => ({
  waybill: id as WaybillId,
  number,
  store: 's' as StoreId,
  from: '',
  from_bn: '',
  from_hi: '',
  sent_at: '',
  lines: [{ item: SHEET, sent: 100 }],
});

/** Accepts a waybill, and returns its entry. */
async function accept(id: string, number: string, quantity = 98): Promise<string> {
  const lines = [{ item: SHEET, sent: id === '' ? null : 100, received: quantity, reason: 'Torn' }];
  const payload = { id: 'm', ...(id === '' ? {} : { waybill: id }), number, store: 's', lines };
  return save('waybill.arrived', payload, { title: number, payload });
}

const hand = (device: string, quantity: number) => {
  const payload = { id: 'h', distribution: 'd', device, items: [{ item: KIT, quantity }], worker: 'Mina', code: 'C' };
  return save('custody.handed', payload, { title: 'Mina', payload });
};

beforeEach(async () => {
  await asNew();
  await enrolled();
  await allEntries();
  const waybills = [waybill('w1', 'TP-7K2M-9QXM'), waybill('w2', 'HSN-0001')];
  carried.pack = {
    takenAt: '',
    manifest: { pack: 'p' },
    storekeeping: { stores: [], waybills, handing: [] },
    items: new Map(),
    sites: [],
  };
});

it('lists a waybill until it is accepted here, by its id or by its number however it was typed', async () => {
  expect(underWay().map(({ number }) => number)).toEqual(['TP-7K2M-9QXM', 'HSN-0001']);
  const first = await accept('w1', 'TP-7K2M-9QXM');
  expect(underWay().map(({ number }) => number)).toEqual(['HSN-0001']);
  await accept('', 'hsn 0001'); // it was not in the pack of that time
  expect(underWay()).toEqual([]);
  expect(acceptedHere('', 'tp 7k2m 9qxm')?.id).toBe(first);
  await answered([{ entry: first, status: 'rejected', code: 'role_missing' } as never]);
  expect(underWay().map(({ number }) => number)).toEqual(['TP-7K2M-9QXM']); // a refused one is to be accepted again
});

it('compares what came with what was sent, item by item, and keeps a reason only where both differ', () => {
  const counted = new Map([
    [SHEET, 98],
    [KIT, 4],
  ]);
  expect(cameLines(waybill('w1', 'n'), counted, { [SHEET]: 'Torn', [KIT]: 'Extra' })).toEqual([
    { item: SHEET, sent: 100, received: 98, reason: 'Torn' },
    { item: KIT, sent: 0, received: 4, reason: 'Extra' },
  ]);
  expect(cameLines(waybill('w1', 'n'), new Map([[SHEET, 100]]), { [SHEET]: 'Torn' })[0]?.reason).toBe('');
  expect(cameLines(waybill('w1', 'n'), new Map(), {})[0]).toMatchObject({ received: 0 }); // not counted: none came
  expect(cameLines(undefined, counted, { [SHEET]: 'Torn' }).map(({ sent, reason }) => [sent, reason])).toEqual([
    [null, ''],
    [null, ''],
  ]);
});

it('adds up what it handed to a phone since it took goods back from it', async () => {
  await hand('p1', 5);
  await hand('p2', 9);
  await hand('p1', 2);
  expect(handedTo('d', 'p1')).toEqual([{ item: KIT, quantity: 7 }]);
  const back = { distribution: 'd', device: 'p1', counted: [], worker: 'Mina', handed: [] };
  await save('custody.returned', back, { title: 'Mina', payload: back });
  expect([handedTo('d', 'p1'), handedTo('d', 'p2'), handedTo('e', 'p2')]).toEqual([
    [],
    [{ item: KIT, quantity: 9 }],
    [],
  ]);
  await hand('p1', 1);
  expect(handedTo('d', 'p1')).toEqual([{ item: KIT, quantity: 1 }]);
});

it('opens an unsent entry with its answers again, and leaves one that may have been sent', async () => {
  await accept('w1', 'TP-7K2M-9QXM');
  const [row] = entries();
  const draft = row === undefined ? null : draftOf(row);
  if (row === undefined || draft === null) throw new Error('no entry');
  expect(mayBeTakenBack(row)).toBe(true);
  expect(await reopenGoods(row.id, draft)).toBe('waybill/w1');
  expect(keptStore('waybill', 'w1')).toMatchObject({ typed: { [SHEET]: '98' }, words: { [SHEET]: 'Torn' } });
  expect(acceptedHere('w1' as WaybillId, '')).toBeUndefined();
  expect(await reopenGoods('another', { ...draft, subject: 'w9' })).toBeNull(); // it is not here any more
  expect(keptStore('waybill', 'w9')).toBeNull();
  expect(storeAddress('waybill', 'other:HSN 1')).toBe('waybill/other?number=HSN+1');
  expect(storeAddress('hand', 'd/p1')).toBe('hand/d?phone=p1');
});

it('tells goods that this phone received from those it handed over', async () => {
  await hand('p1', 5);
  await hand(present().row.credential, 2);
  const [own, other] = entries();
  if (own === undefined || other === undefined) throw new Error('no entries');
  expect([receivedBy(own)?.items, receivedBy(other)]).toEqual([[{ item: KIT, quantity: 2 }], undefined]);
  expect([draftOf(own), draftOf(other)?.form]).toEqual([null, 'hand']); // its code is read again
});

it('tells what the office found out about a waybill, and nothing where it was simply booked', () => {
  const news = (state: string, numbers: object, of = 'w') =>
    arrivalNews({ state, numbers } as never, { waybill: of as WaybillId });
  expect(news('sent', { state: 'differs' })).toBe('arrival.state.differs');
  expect(news('sent', { state: 'booked' })).toBe('');
  expect(news('deferred', {})).toBe('arrival.state.waits');
  expect([news('here', {}, ''), news('here', {})]).toEqual(['arrival.office_matches', '']);
});
