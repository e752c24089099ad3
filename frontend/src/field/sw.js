// The service worker of the field app: one version's files together, never two versions mixed. The build fills in FILES,
// FONTS (the font files by language) and VERSION.
//
// Fonts are stored for the reader's language only, because the others double the first download. The page names the
// language; a new version stores the fonts of each language of which the version before it had one.

const VERSION = '__VERSION__';
const FILES = __FILES__;
const FONTS = __FONTS__;
const PAGE = '/field/';
const NAME = `tripol-${VERSION}`;
const OURS = /^tripol-/;

self.addEventListener('install', (event) => {
  event.waitUntil(install());
});

async function install() {
  const languages = await languagesBefore();
  const cache = await caches.open(NAME);
  await cache.addAll([PAGE, ...FILES, ...languages.flatMap((language) => FONTS[language])].map(fresh));
}

/** Bypasses the browser's own cache: an old page must not get into a new version. */
const fresh = (path) => new Request(path, { cache: path === PAGE ? 'reload' : 'default' });

/** A font of another version has another digest in its name. */
const family = (path) => path.split('/').at(-1).split('-').slice(0, 3).join('-');

/** The languages of which a version on this phone has a font. */
async function languagesBefore() {
  const names = (await caches.keys()).filter((name) => OURS.test(name));
  const requests = await Promise.all(names.map((name) => caches.open(name).then((cache) => cache.keys())));
  const families = new Set(requests.flat().map((request) => family(new URL(request.url).pathname)));
  return Object.keys(FONTS).filter((language) => FONTS[language].some((font) => families.has(family(font))));
}

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((name) => OURS.test(name) && name !== NAME))
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('message', (event) => {
  // The page decides when: nothing is unsent and no form is unfinished.
  if (event.data === 'start') event.waitUntil(self.skipWaiting());
  if (event.data?.language) event.waitUntil(storeFonts(FONTS[event.data.language] ?? []));
});

/** Stores fonts that are missing. Without a connection the text is shown in the phone's own font. */
async function storeFonts(fonts) {
  const cache = await caches.open(NAME);
  const found = await Promise.all(fonts.map((font) => cache.match(font, { ignoreVary: true })));
  await cache.addAll(fonts.filter((_, n) => found[n] === undefined)).catch(() => {});
}

self.addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== 'GET' || origin !== self.location.origin) return;
  if (event.request.mode === 'navigate' && (pathname === PAGE || pathname === '/field'))
    event.respondWith(stored(PAGE, event.request));
  else if (pathname.startsWith('/assets/')) event.respondWith(stored(pathname, event.request));
});

const stored = (path, request) =>
  caches.open(NAME).then((cache) => cache.match(path, { ignoreVary: true }).then((found) => found ?? fetch(request)));
