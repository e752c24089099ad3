import { afterEach, expect, it, vi } from 'vitest';
import type { Home } from '../lib/api/types';
import type { HomeId, MovementId, StoreId } from '../lib/ids';
import { Problem } from '../lib/problem';
import { Moves } from './campaigns/moves.svelte';
import { Work } from './work.svelte';

interface Sent {
  id: string;
  payload: { id?: string; home?: string };
}

const sent: Sent[] = [];

/** Answers each entry in turn: a lost line, a refusal, or "applied". */
function server(...answers: ('lost' | 'refused' | 'applied')[]): void {
  sent.length = 0;
  vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
    sent.push(JSON.parse(String(init.body)) as Sent);
    const answer = answers.shift() ?? 'applied';
    if (answer === 'lost') throw new TypeError('no line');
    if (answer === 'applied') return Response.json({ entry: '', status: 'applied', numbers: {} });
    return Response.json({ code: 'step_changed', path: '', numbers: {} }, { status: 409 });
  });
}

afterEach(() => vi.unstubAllGlobals());

const home = (number: number): Home => ({
  id: `home-${number}` as HomeId,
  number,
  area: 'block:1' as Home['area'],
  area_name: 'Block',
  area_name_bn: '',
  area_name_hi: '',
  step: 'promised',
  since: '2020-06-05T00:00:00Z',
});

const received = (id: MovementId) => ({ id, store: 's' as StoreId, lines: [] });

it('sends the same entry again after a lost line, and a new one after it is decided', async () => {
  server('lost', 'applied', 'applied');
  const work = new Work('form');
  const press = () =>
    work.send(
      'stock.receive',
      () => [],
      (id) => received(id),
    );

  expect(await press()).toBeNull();
  expect(work.waiting).toBe(true);
  expect(await press()).not.toBeNull();
  expect(work.waiting).toBe(false);
  await press();

  expect(sent[1]).toEqual(sent[0]);
  expect(sent[2]?.id).not.toBe(sent[0]?.id);
  expect(sent[2]?.payload.id).not.toBe(sent[0]?.payload.id);
});

it('sends nothing while an answer is missing', async () => {
  server();
  const work = new Work('form');
  await work.send('stock.receive', () => [{ id: 'form-name', text: 'Fill this in.' }], received);
  expect(sent).toEqual([]);
  expect(work.wrong('form-name')).toBe('Fill this in.');
});

it('keeps the id of the thing over a refusal, in a new entry', async () => {
  server('refused', 'applied');
  const work = new Work('form');
  const press = () =>
    work.send(
      'stock.receive',
      () => [],
      (id) => received(id),
    );
  await press();
  expect(work.error).toBeInstanceOf(Problem);
  await press();
  expect(sent[1]?.id).not.toBe(sent[0]?.id);
  expect(sent[1]?.payload.id).toBe(sent[0]?.payload.id);
});

it('moves twelve homes, one entry each, and goes on past a refusal', async () => {
  server('applied', 'refused');
  const moves = new Moves();
  await moves.run(
    Array.from({ length: 12 }, (_, less) => home(less + 1)),
    'site_ready',
  );
  expect(new Set(sent.map((entry) => entry.id)).size).toBe(12);
  expect([moves.done, moves.moved, moves.refusals.map((refusal) => refusal.number)]).toEqual([12, 11, [2]]);
});

it('stops where the line broke, and sends that entry again', async () => {
  server('applied', 'lost');
  const moves = new Moves();
  const homes = [home(1), home(2), home(3)];
  await moves.run(homes, 'site_ready');
  expect([moves.done, sent.length]).toEqual([1, 2]);

  await moves.run(homes.slice(1), 'site_ready');
  expect(sent[2]).toEqual(sent[1]);
  expect(moves.moved).toBe(2);
});
