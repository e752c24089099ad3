// Uploads over a slow connection. `fetch` reports no upload progress and has one timeout; here the timeout depends on the size,
// and progress is reported.

import { Problem } from './problem';

/** Progress callback: the uploaded fraction, from 0 to 1. */
export type Told = (share: number) => void;

/** The slowest upload rate that the server accepts. */
const SLOWEST_BYTES_PER_SECOND = 32 * 1024;
/** Time allowed for processing after the upload. */
const WORK_MS = 140_000;

/** Timeout of an upload of so many bytes, response included. */
export function patience(bytes: number): number {
  return WORK_MS + Math.ceil(bytes / SLOWEST_BYTES_PER_SECOND) * 1000;
}

/** Uploads a file and returns the response as `fetch` does; throws `no_line` without one. */
export function sendFile(path: string, init: RequestInit, file: Blob, told: Told): Promise<Response> {
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
