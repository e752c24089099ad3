// Brings a file from the server and gives it to the browser to keep. A file that breaks off midway is thrown away.

import { Problem, problemFrom } from './problem';

export interface Brought {
  name: string;
  bytes: Blob;
}

/** Reads the whole file; `file_broke_off` when its end never came, `no_line` when nothing did. */
export async function bring(path: string, query: Record<string, string>): Promise<Brought> {
  const filled = Object.entries(query).filter(([, value]) => value !== '');
  const search = new URLSearchParams(filled).toString();
  const response = await fetch(search === '' ? path : `${path}?${search}`, { credentials: 'same-origin' }).catch(() => {
    throw new Problem('no_line', 0);
  });
  if (!response.ok) throw await problemFrom(response);
  const bytes = await response.blob().catch(() => {
    throw new Problem('file_broke_off', 502);
  });
  return { name: fileName(response.headers.get('Content-Disposition'), path), bytes };
}

/** The name that the server gives the file, else the last part of its address. */
export function fileName(disposition: string | null, path: string): string {
  return /filename="([^"\\/]+)"/.exec(disposition ?? '')?.[1] ?? path.split('/').at(-1) ?? 'file';
}

/** Hands the file to the browser's own downloads. */
export function keep(file: Brought): void {
  const address = URL.createObjectURL(file.bytes);
  const link = document.createElement('a');
  link.href = address;
  link.download = file.name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser has taken hold of the file when the click returns; a little later is late enough for every one of them.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
