// The HTTP client. Reads are `get`; every write is an entry (`prepare`, then `deliver`), so that an entry whose response was
// lost is sent again with the same id (idempotency key) and the server returns its outcome.

import type {
  Answer,
  Asked,
  Body,
  DeletePath,
  FetchPath,
  FileType,
  GetPath,
  ListPath,
  Operation,
  PostPath,
  Query,
  RowOf,
  SheetPath,
  UploadPath,
} from './api/routes';
import type { Kind, Outcome, Payloads } from './api/types';
import { language } from './i18n.svelte';
import type { EntryId } from './ids';
import { parsed } from './json';
import { Problem, plainNumbers, problemFrom } from './problem';
import { sendFile, type Told } from './upload';
import { uuid7 } from './uuid7';

export interface Entry<K extends Kind = Kind> {
  readonly id: EntryId;
  readonly kind: K;
  readonly schema: 1;
  readonly occurred_at: string;
  readonly payload: Payloads[K];
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
let whenSaved = (): void => {};

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

/** Called after each entry that the server has accepted. */
export function onSaved(handler: () => void): void {
  whenSaved = handler;
}

/** The parameters of any path. */
export interface Given {
  path?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string | number | undefined>> | undefined;
  /** Milliseconds to wait for the response, where a person waits for it. */
  limit?: number | undefined;
}

/** The address of a path with its parameters; empty query parameters are left out. */
export function withParameters(path: string, { path: named = {}, query = {} }: Given = {}): string {
  const full = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(named[name] ?? ''));
  const filled = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(filled.map(([name, value]) => [name, String(value)])).toString();
  return search === '' ? full : `${full}?${search}`;
}

/** The address of a page's link to a GET route, with its parameters. */
export function address<P extends FetchPath>(path: P, ...[asked]: Asked<Operation<P, 'get'>>): string {
  return withParameters(path, asked);
}

export async function get<P extends GetPath>(
  path: P,
  ...[asked]: Asked<Operation<P, 'get'>>
): Promise<Answer<Operation<P, 'get'>>> {
  return call('GET', withParameters(path, asked), undefined, undefined, asked?.limit);
}

/** A page of a list: its rows, and where the next page begins. */
export async function page<P extends ListPath>(path: P, after: string, asked: Given): Promise<List<RowOf<P>>> {
  return call('GET', withParameters(path, { ...asked, query: { ...asked.query, after } }));
}

export async function post<P extends PostPath>(
  path: P,
  body: Body<Operation<P, 'post'>>,
  ...[asked]: Asked<Operation<P, 'post'>>
): Promise<Answer<Operation<P, 'post'>>> {
  return call('POST', withParameters(path, asked), JSON.stringify(body), 'application/json', asked?.limit);
}

/**
 * Posts the sign-in of a phone with the cookie that identifies its browser and the token of a worker who has enrolled on it
 * before. The server rate-limits wrong passwords of a known phone apart from those of strangers.
 */
export async function postKnown<P extends PostPath>(
  path: P,
  body: Body<Operation<P, 'post'>>,
  token: string,
): Promise<Answer<Operation<P, 'post'>>> {
  const line: Line = (to, init) => {
    const headers = new Headers(init.headers);
    if (token !== '') headers.set('Authorization', `Bearer ${token}`);
    return request(to, { ...init, headers, credentials: 'same-origin' });
  };
  return readAnswer(await ask('POST', path, JSON.stringify(body), 'application/json', line));
}

export async function remove(path: DeletePath): Promise<void> {
  await call<unknown>('DELETE', path);
}

/** A file from the server. */
export async function getBytes<P extends FetchPath>(
  path: P,
  ...[asked]: Asked<Operation<P, 'get'>>
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await ask('GET', withParameters(path, asked), undefined, undefined, within(asked?.limit));
  const bytes = await response.arrayBuffer().catch(() => {
    throw new Problem('no_line', 0);
  });
  return new Uint8Array(bytes);
}

/** Creates an entry, of now or of the time that a paper states. Keep it and deliver it again after a connection failure: its id makes retries idempotent. */
export function prepare<K extends Kind>(kind: K, payload: Payloads[K], at = new Date()): Entry<K> {
  return { id: uuid7<EntryId>(), kind, schema: 1, occurred_at: at.toISOString(), payload };
}

/** Sends an entry. A refusal, also the stored one of an earlier attempt, is thrown as a Problem. */
export async function deliver<K extends Kind>(entry: Entry<K>, limit?: number): Promise<Outcome> {
  const path = '/api/v1/entries' satisfies PostPath;
  const outcome = await call<Outcome>('POST', path, JSON.stringify(entry), 'application/json', limit);
  const decided = outcome.status === 'duplicate' ? outcome.was : outcome.status;
  if (decided === 'conflict' || decided === 'rejected') {
    throw new Problem(
      outcome.code ?? 'answer_unreadable',
      409,
      outcome.path,
      plainNumbers(outcome.numbers),
      outcome.message,
    );
  }
  whenSaved();
  return outcome;
}

/** Creates and sends an entry in one step, for buttons whose second click may be a new entry. */
export async function send<K extends Kind>(kind: K, payload: Payloads[K]): Promise<Outcome> {
  return deliver(prepare(kind, payload));
}

/** Uploads a file over a connection of any speed and reports progress; the response is JSON. */
export async function upload<P extends UploadPath>(
  path: P,
  file: Blob,
  type: FileType<Operation<P, 'post'>>,
  query: Query<Operation<P, 'post'>>,
  told: Told = () => {},
): Promise<Answer<Operation<P, 'post'>>> {
  return readAnswer(
    await ask('POST', withParameters(path, { query }), file, type, (to, init) => sendFile(to, init, file, told)),
  );
}

/** Requests a file by POST, for files that are generated for each request. Returns the response. */
export async function download<P extends SheetPath>(path: P, body: Body<Operation<P, 'post'>>): Promise<Response> {
  return ask('POST', path, JSON.stringify(body), 'application/json');
}

async function call<T>(method: string, path: string, body?: BodyInit, type?: string, limit?: number): Promise<T> {
  const response = await ask(method, path, body, type, within(limit));
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
  const headers = new Headers({ Accept: 'application/json', 'Accept-Language': language() });
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

const request: Line = within(TIMEOUT_MS);

function within(limit = TIMEOUT_MS): Line {
  return async (path, init) => {
    try {
      return await fetch(path, { ...init, signal: AbortSignal.timeout(limit) });
    } catch {
      throw new Problem('no_line', 0); // fetch fails only without a response: no network, connection refused, or timeout
    }
  };
}

async function readAnswer<T>(response: Response): Promise<T> {
  const text = await response.text().catch(() => {
    throw new Problem('no_line', 0); // the connection broke during the response
  });
  if (text === '') return undefined as T;
  try {
    return parsed(text);
  } catch {
    throw new Problem('answer_unreadable', 502);
  }
}
