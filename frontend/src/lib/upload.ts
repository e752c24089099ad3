// Sends a file over a slow line. `fetch` tells nothing while it sends and gives up by the clock; here a line that moves is
// given time, and the person sees how far it is.

import { Problem } from './problem';

/** What is told while a file goes: the share that has gone, from 0 to 1. */
export type Told = (share: number) => void;

/** The server waits for no slower line than this. */
const SLOWEST_BYTES_PER_SECOND = 32 * 1024;
/** How long the server may work on the file once it is there. */
const WORK_MS = 140_000;

/** How long a file of so many bytes may take, its answer included. */
export function patience(bytes: number): number {
  return WORK_MS + Math.ceil(bytes / SLOWEST_BYTES_PER_SECOND) * 1000;
}

/** Sends a file and gives the answer as `fetch` would; `no_line` when none came. */
export function sendFile(path: string, init: RequestInit, told: Told): Promise<Response> {
  const file = init.body as Blob;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const lost = () => reject(new Problem('no_line', 0));
    request.open(init.method ?? 'POST', path);
    for (const [name, value] of new Headers(init.headers)) request.setRequestHeader(name, value);
    request.timeout = patience(file.size);
    request.upload.onprogress = (event) => told(event.lengthComputable ? event.loaded / event.total : 0);
    request.onerror = lost;
    request.ontimeout = lost;
    request.onabort = lost;
    request.onload = () => {
      const type = request.getResponseHeader('Content-Type');
      const headers = type === null ? {} : { 'Content-Type': type };
      resolve(new Response(request.responseText, { status: request.status, headers }));
    };
    request.send(file);
  });
}
