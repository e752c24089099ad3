// What a server's refusal becomes on our side: a code, the field's path and the numbers. The words come from the messages.

export type Numbers = Record<string, string | number>;

/** A refusal with a stable code. `no_line` means that no answer came: what was sent may or may not have arrived. */
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

  /** True when the same thing may be sent again as it is: nobody said no. */
  get retryable(): boolean {
    return this.code === 'no_line' || this.status === 429 || this.status >= 500;
  }
}

/** Reads an application/problem+json answer; anything else becomes the code `http_<status>`. */
export async function problemFrom(response: Response): Promise<Problem> {
  const body = await readObject(response);
  const code = typeof body['code'] === 'string' ? body['code'] : `http_${response.status}`;
  const path = typeof body['path'] === 'string' ? body['path'] : '';
  const detail = typeof body['detail'] === 'string' ? body['detail'] : '';
  return new Problem(code, response.status, path, plainNumbers(body['numbers']), detail);
}

/** Keeps the strings and numbers of a bag; whatever else a server puts there is not for a sentence. */
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
    return {}; // a proxy's page or an empty body: the status still tells enough
  }
}
