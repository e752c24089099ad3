// Errors from the server: code, field path and message parameters. The text comes from the message catalogue.

export type Numbers = Record<string, string | number>;

/** An error with a stable code. `no_line` means no response: the request may or may not have been processed. */
export class Problem extends Error {
  constructor(
    readonly code: string,
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
  const body = await readObject(response);
  const code = typeof body['code'] === 'string' ? body['code'] : `http_${response.status}`;
  const path = typeof body['path'] === 'string' ? body['path'] : '';
  const detail = typeof body['detail'] === 'string' ? body['detail'] : '';
  return new Problem(code, response.status, path, plainNumbers(body['numbers']), detail);
}

/** Keeps only strings and numbers, the types that messages can have as parameters. */
export function plainNumbers(bag: unknown): Numbers {
  if (typeof bag !== 'object' || bag === null) return {};
  const kept = Object.entries(bag).filter(([, value]) => typeof value === 'string' || typeof value === 'number');
  return Object.fromEntries(kept) as Numbers;
}

async function readObject(response: Response): Promise<Record<string, unknown>> {
  try {
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    return {}; // a proxy's page or an empty body: the status is enough
  }
}
