import { expect, it } from 'vitest';
import { Problem, problemFrom } from './problem';

const answer = (status: number, body: string) => new Response(body, { status });

it('takes code, path and numbers from a problem answer', async () => {
  const body = JSON.stringify({
    code: 'insufficient_stock',
    path: '/lines/0',
    detail: 'd',
    numbers: { asked: 3, left: 1, store: 'Hasnabad' },
  });
  const problem = await problemFrom(answer(409, body));
  expect(problem).toMatchObject({ code: 'insufficient_stock', status: 409, path: '/lines/0', detail: 'd' });
  expect(problem.numbers).toEqual({ asked: 3, left: 1, store: 'Hasnabad' });
  expect(problem.retryable).toBe(false);
});

it('keeps only strings and numbers of the numbers', async () => {
  const problem = await problemFrom(
    answer(422, JSON.stringify({ code: 'x', numbers: { a: 1, b: { c: 2 }, d: null } })),
  );
  expect(problem.numbers).toEqual({ a: 1 });
});

it.each([
  ['<html>Bad gateway</html>', 502, true],
  ['', 503, true],
  ['[]', 404, false],
])('makes do with an answer that is no problem: %s', async (body, status, retryable) => {
  const problem = await problemFrom(answer(status, body));
  expect(problem.code).toBe(`http_${status}`);
  expect(problem.retryable).toBe(retryable);
});

it('offers another try when no answer came', () => {
  expect(new Problem('no_line', 0).retryable).toBe(true);
});
