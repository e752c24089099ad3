// The one door to the server. Reads are `get`; every write is an entry (`prepare`, then `deliver`), so that an entry whose
// answer got lost is sent again with the same id and the server tells what became of it.

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
  /** Changes that the server has not counted into this page yet; 0 or absent: the page is exact. */
  newer?: number;
}

const TIMEOUT_MS = 20_000;

type Line = (path: string, init: RequestInit) => Promise<Response>;

let csrf = '';
let bearer = '';
let whenSignedOut = (): void => {};

/** The session's token, sent with every write. */
export function useCsrf(token: string): void {
  csrf = token;
}

/** The token of an enrolled phone, which takes the place of a session. Empty: none. */
export function useBearer(token: string): void {
  bearer = token;
}

/** Called once whenever the server no longer knows our session. */
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
 * Posts a sign-in of a phone: with the cookie by which its browser is known, whoever has the phone open, and with the token
 * of a worker who has enrolled here before. The server throttles wrong passwords of a known phone apart from outsiders'.
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

/** A file as the server sends it. */
export async function getBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await ask('GET', path);
  const bytes = await response.arrayBuffer().catch(() => {
    throw new Problem('no_line', 0);
  });
  return new Uint8Array(bytes);
}

/** Uploads one picture and gives its id. */
export async function uploadPhoto(picture: Blob): Promise<PhotoId> {
  return (await call<{ id: PhotoId }>('POST', '/api/v1/photos', picture, picture.type)).id;
}

/** Makes an entry, once. Keep it and deliver it again when the line fails: its id is what makes that safe. */
export function prepare<K extends Kind>(kind: K, payload: Payloads[K]): Entry<K> {
  return { id: uuid7<EntryId>(), kind, schema: 1, occurred_at: new Date().toISOString(), payload };
}

/** Sends an entry. A refusal, also one remembered from an earlier try, is thrown as a Problem. */
export async function deliver<K extends Kind>(entry: Entry<K>): Promise<Outcome> {
  const outcome = await post<Outcome>('/api/v1/entries', entry);
  const decided = outcome.status === 'duplicate' ? outcome.was : outcome.status;
  if (decided === 'conflict' || decided === 'rejected') {
    throw new Problem(outcome.code, 409, outcome.path, plainNumbers(outcome.numbers), outcome.message);
  }
  return outcome;
}

/** Makes and sends an entry in one step, for buttons whose second press may be a new entry. */
export async function send<K extends Kind>(kind: K, payload: Payloads[K]): Promise<Outcome> {
  return deliver(prepare(kind, payload));
}

/** Sends a file as it is, as slowly as the line is, and tells how much has gone; the answer is JSON. */
export async function upload<T>(path: string, file: Blob, type: string, told: Told = () => {}): Promise<T> {
  return readAnswer<T>(await ask('POST', path, file, type, (to, init) => sendFile(to, init, told)));
}

/** Asks for a file by POST, for what is made anew each time. Gives the answer with its headers. */
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
    throw new Problem('no_line', 0); // fetch fails only when no answer came: no network, refused, or too slow
  }
}

async function readAnswer<T>(response: Response): Promise<T> {
  const text = await response.text().catch(() => {
    throw new Problem('no_line', 0); // the line broke in the middle of the answer
  });
  if (text === '') return undefined as T;
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new Problem('answer_unreadable', 502);
  }
}
