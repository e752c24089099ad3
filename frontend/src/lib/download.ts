// Downloads a file and saves it through the browser. An incomplete file is discarded.

import { address } from './api';
import type { Asked, FetchPath, Operation } from './api/routes';
import { Problem, problemFrom } from './problem';

export interface Brought {
  name: string;
  bytes: Blob;
}

/** Reads the whole file; throws `file_broke_off` for an incomplete file, `no_line` without a response. */
export async function bring<P extends FetchPath>(path: P, ...asked: Asked<Operation<P, 'get'>>): Promise<Brought> {
  const response = await fetch(address(path, ...asked), { credentials: 'same-origin' }).catch(() => {
    throw new Problem('no_line', 0);
  });
  if (!response.ok) throw await problemFrom(response);
  const bytes = await response.blob().catch(() => {
    throw new Problem('file_broke_off', 502);
  });
  return { name: fileName(response.headers.get('Content-Disposition'), path), bytes };
}

/** The file name in the response, else the last part of the address. */
export function fileName(disposition: string | null, path: string): string {
  return /filename="([^"\\/]+)"/.exec(disposition ?? '')?.[1] ?? path.split('/').at(-1) ?? 'file';
}

/** Saves the file as a browser download. */
export function keep(file: Brought): void {
  const address = URL.createObjectURL(file.bytes);
  const link = document.createElement('a');
  link.href = address;
  link.download = file.name;
  document.body.append(link);
  link.click();
  link.remove();
  // The download has started when click() returns; some browsers need the URL for a moment longer.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
