// One request of a worker's push token to the server, and the error for a request without a usable answer.

import { parsedBody } from '../../../lib/json';
import { practising } from '../storage/practice';
import type { WorkerRow } from '../storage/store';

const TIMEOUT_MS = 30_000;

/** No answer that can be used: wait longer after each failure, and as long as the server asks. */
export class NoAnswer extends Error {
  constructor(
    readonly status: number,
    readonly retryAfter = 0,
    readonly withdrawn = false,
  ) {
    super(`no answer: ${status}`);
  }
}

export async function ask(
  row: Pick<WorkerRow, 'pushToken'>,
  method: string,
  path: string,
  body?: BodyInit,
  type?: string,
  refusals = false,
): Promise<Response> {
  if (practising) throw new NoAnswer(0);
  const headers = new Headers({ Authorization: `Bearer ${row.pushToken}` });
  if (type !== undefined) headers.set('Content-Type', type);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const init = { method, headers, signal, credentials: 'omit' as const, ...(body === undefined ? {} : { body }) };
  const response = await fetch(path, init).catch(() => {
    throw new NoAnswer(0);
  });
  if (response.ok || (refusals && response.status >= 400 && response.status < 500 && response.status !== 429))
    return response;
  const problem = await parsedBody<{ numbers?: { withdrawn?: boolean } }>(response).catch(() => null);
  const withdrawn = problem?.numbers?.withdrawn === true;
  throw new NoAnswer(response.status, Number(response.headers.get('Retry-After') ?? 0), withdrawn);
}
