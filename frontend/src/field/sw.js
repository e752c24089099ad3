// Keeps the field app on the phone, whole: one version's files together, never two versions mixed. FILES and VERSION are
// written here by the build.

const VERSION = '__VERSION__';
const FILES = __FILES__;
const PAGE = '/field/';
const NAME = `tripol-${VERSION}`;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll([PAGE, ...FILES].map(fresh))));
});

/** Past the browser's own store: an old page must not get into a new version. */
const fresh = (path) => new Request(path, { cache: path === PAGE ? 'reload' : 'default' });

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((name) => name.startsWith('tripol-') && name !== NAME))
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// The page says when: nothing is unsent and no answers are unfinished.
self.addEventListener('message', (event) => {
  if (event.data === 'start') event.waitUntil(self.skipWaiting());
});

self.addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== 'GET' || origin !== self.location.origin) return;
  if (event.request.mode === 'navigate' && (pathname === PAGE || pathname === '/field'))
    event.respondWith(kept(PAGE, event.request));
  else if (pathname.startsWith('/assets/')) event.respondWith(kept(pathname, event.request));
});

const kept = (path, request) =>
  caches.open(NAME).then((cache) => cache.match(path, { ignoreVary: true }).then((found) => found ?? fetch(request)));
