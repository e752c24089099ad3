// The network of a document that practises: none but the app's own files. Every screen works as without a connection, and
// what a screen were to send by mistake does not leave the phone. The browser enforces it by the content policy; the
// replaced `fetch` answers before it, as a phone without a network does.

const FILES = '/assets/';

/** The content policy, in addition to the server's: a policy can only be narrowed. */
export const policy = (origin: string): string =>
  `connect-src ${origin}${FILES}; img-src ${origin}${FILES} ${origin}/icon.svg blob: data:; form-action 'none'`;

/** Whether a request is for one of the app's own files. */
export function isOwnFile(request: RequestInfo | URL, base: string): boolean {
  const { origin, pathname } = new URL(request instanceof Request ? request.url : request, base);
  return origin === new URL(base).origin && pathname.startsWith(FILES);
}

/** Closes the network until the document is left. */
export function closeNetwork(): void {
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = policy(location.origin);
  document.head.append(meta);
  const open = window.fetch.bind(window);
  window.fetch = (request, init) =>
    isOwnFile(request, location.href)
      ? open(request, init)
      : Promise.reject(new TypeError('practice mode has no network'));
}
