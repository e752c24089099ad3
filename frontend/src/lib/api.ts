// The HTTP client. Reads are `get`; every write is an entry (`prepare`, then `deliver`), so that an entry whose response was
// lost is sent again with the same id (idempotency key) and the server returns its outcome.

import type { Kind, Payloads } from './api/types';
import type { EntryId, PhotoId } from './ids';
import { type Numbers, Problem, plainNumbers, problemFrom } from './problem';
import { sendFile, type Told } from './upload';
import { uuid7 } from './uuid7';

export interface Entry<K extends Kind = Kind> {
  readonly id: EntryId;
  readonly kind: K;
  readonly schema: 1;
  readonly occurred_at: string;
  readonly payload: Payloads[K];
}

export type Status = 'applied' | 'duplicate' | 'conflict' | 'rejected' | 'deferred';

export interface Outcome {
  entry: EntryId;
  status: Status;
  was: Status | '';
  code: string;
  path: string;
  message: string;
  numbers: Numbers;
  seq?: number;
}

export interface List<Row> {
  rows: Row[];
  next: string;
  /** Number of changes that this page does not include yet; 0 or absent: the page is exact. */
  newer?: number;
}

const TIMEOUT_MS = 20_000;

type Line = (path: string, init: RequestInit) => Promise<Response>;

let csrf = '';
let bearer = '';
let whenSignedOut = (): void => {};

/** The session's CSRF token, sent with every write. */
export function useCsrf(token: string): void {
  csrf = token;
}

/** The bearer token of an enrolled phone, used in place of a session. Empty: none. */
export function useBearer(token: string): void {
  bearer = token;
}

/** Called once when the session has ended. */
export function onSignedOut(handler: () => void): void {
  whenSignedOut = handler;
}

export async function get<T>(path: string, query: Record<string, string | number | undefined> = {}): Promise<T> {
  const filled = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(filled.map(([name, value]) => [name, String(value)])).toString();
  return call<T>('GET', search === '' ? path : `${path}?${search}`);
}

export async function post<T>(path: string, body: unknown): Promise<T> {
  return call<T>('POST', path, JSON.stringify(body), 'application/json');
}

/**
 * Posts the sign-in of a phone with the cookie that identifies its browser and the token of a worker who has enrolled on it
 * before. The server rate-limits wrong passwords of a known phone apart from those of strangers.
 */
export async function postKnown<T>(path: string, body: unknown, token: string): Promise<T> {
  const line: Line = (to, init) => {
    const headers = new Headers(init.headers);
    if (token !== '') headers.set('Authorization', `Bearer ${token}`);
    return request(to, { ...init, headers, credentials: 'same-origin' });
  };
  return readAnswer<T>(await ask('POST', path, JSON.stringify(body), 'application/json', line));
}

export async function remove(path: string): Promise<void> {
  await call<unknown>('DELETE', path);
}

/** A file from the server. */
export async function getBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await ask('GET', path);
  const bytes = await response.arrayBuffer().catch(() => {
    throw new Problem('no_line', 0);
  });
  return new Uint8Array(bytes);
}

/** Uploads one picture and returns its id. */
export async function uploadPhoto(picture: Blob): Promise<PhotoId> {
  return (await call<{ id: PhotoId }>('POST', '/api/v1/photos', picture, picture.type)).id;
}

/** Creates an entry. Keep it and deliver it again after a connection failure: its id makes retries idempotent. */
export function prepare<K extends Kind>(kind: K, payload: Payloads[K]): Entry<K> {
  return { id: uuid7<EntryId>(), kind, schema: 1, occurred_at: new Date().toISOString(), payload };
}

/** Sends an entry. A refusal, also the stored one of an earlier attempt, is thrown as a Problem. */
export async function deliver<K extends Kind>(entry: Entry<K>): Promise<Outcome> {
  const outcome = await post<Outcome>('/api/v1/entries', entry);
  const decided = outcome.status === 'duplicate' ? outcome.was : outcome.status;
  if (decided === 'conflict' || decided === 'rejected') {
    throw new Problem(outcome.code, 409, outcome.path, plainNumbers(outcome.numbers), outcome.message);
  }
  return outcome;
}

/** Creates and sends an entry in one step, for buttons whose second click may be a new entry. */
export async function send<K extends Kind>(kind: K, payload: Payloads[K]): Promise<Outcome> {
  return deliver(prepare(kind, payload));
}

/** Uploads a file over a connection of any speed and reports progress; the response is JSON. */
export async function upload<T>(path: string, file: Blob, type: string, told: Told = () => {}): Promise<T> {
  return readAnswer<T>(await ask('POST', path, file, type, (to, init) => sendFile(to, init, told)));
}

/** Requests a file by POST, for files that are generated for each request. Returns the response. */
export async function download(path: string, body: unknown): Promise<Response> {
  return ask('POST', path, JSON.stringify(body), 'application/json');
}

async function call<T>(method: string, path: string, body?: BodyInit, type?: string): Promise<T> {
  const response = await ask(method, path, body, type);
  if (response.status === 204) return undefined as T;
  return readAnswer<T>(response);
}

async function ask(
  method: string,
  path: string,
  body?: BodyInit,
  type?: string,
  line: Line = request,
): Promise<Response> {
  const headers = new Headers({ Accept: 'application/json' });
  if (type !== undefined) headers.set('Content-Type', type);
  if (method !== 'GET' && csrf !== '') headers.set('X-CSRF-Token', csrf);
  if (bearer !== '') headers.set('Authorization', `Bearer ${bearer}`);
  const response = await line(path, {
    method,
    headers,
    credentials: bearer === '' ? 'same-origin' : 'omit',
    ...(body === undefined ? {} : { body }),
  });
  if (!response.ok) {
    const problem = await problemFrom(response);
    if (response.status === 401 && path !== '/api/v1/session') whenSignedOut();
    throw problem;
  }
  return response;
}

async function request(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch {
    throw new Problem('no_line', 0); // fetch fails only without a response: no network, connection refused, or timeout
  }
}

async function readAnswer<T>(response: Response): Promise<T> {
  const text = await response.text().catch(() => {
    throw new Problem('no_line', 0); // the connection broke during the response
  });
  if (text === '') return undefined as T;
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new Problem('answer_unreadable', 502);
  }
}
