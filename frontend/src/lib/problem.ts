// Errors from the server: code, field path and message parameters. The text comes from the message catalogue.

import type { FaultCode, ServerProblem } from './api/types';

/** Codes of errors without an answer of the server: of the connection, and of this phone or browser. */
export const OWN_CODES = [
  'answer_unreadable',
  'file_broke_off',
  'newer_app',
  'no_line',
  'no_pack',
  'outbox_file_unreadable',
  'pack_not_proven',
  'number_mistyped',
  'phone_full',
  'phone_locked',
  'store_refused',
  'voice_too_long',
] as const;

/** The code of an error; `http_<status>` of an answer that is not the server's. */
export type Code = FaultCode | (typeof OWN_CODES)[number] | `http_${number}`;

export type Numbers = Record<string, string | number>;

/** An error with a stable code. `no_line` means no response: the request may or may not have been processed. */
export class Problem extends Error {
  constructor(
    readonly code: Code,
    readonly status: number,
    readonly path: string = '',
    readonly numbers: Numbers = {},
    readonly detail: string = '',
  ) {
    super(code);
    this.name = 'Problem';
  }

  /** Whether the same request may be retried unchanged. */
  get retryable(): boolean {
    return this.code === 'no_line' || this.status === 429 || this.status >= 500;
  }
}

/** Parses an application/problem+json response; anything else becomes the code `http_<status>`. */
export async function problemFrom(response: Response): Promise<Problem> {
  const body = await readBody(response);
  const code = typeof body.code === 'string' ? body.code : (`http_${response.status}` as const);
  const path = typeof body.path === 'string' ? body.path : '';
  const detail = typeof body.detail === 'string' ? body.detail : '';
  return new Problem(code, response.status, path, plainNumbers(body.numbers), detail);
}

/** Keeps only strings and numbers, the types that messages can have as parameters. */
export function plainNumbers(bag: unknown): Numbers {
  if (typeof bag !== 'object' || bag === null) return {};
  const kept: Numbers = {};
  for (const [name, value] of Object.entries(bag))
    if (typeof value === 'string' || typeof value === 'number') kept[name] = value;
  return kept;
}

/** A proxy's answer may be anything: each field is looked at before it is used. */
async function readBody(response: Response): Promise<Partial<ServerProblem>> {
  try {
    const body: Partial<ServerProblem> | null = await response.json();
    return typeof body === 'object' && body !== null ? body : {};
  } catch {
    return {}; // a proxy's page or an empty body: the status is enough
  }
}
