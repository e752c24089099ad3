// Installation of the app by a service worker, so that it opens offline. A new version is activated only when nothing is
// unsent and no form is unfinished.

import { language } from '../lib/i18n.svelte';
import { hasDrafts } from './phone/storage/drafts';

let waitingWorker = $state.raw<ServiceWorker | null>(null);

/** Whether a new version is ready for activation. */
export const newVersion = (): boolean => waitingWorker !== null;

/** Registers the service worker. A browser without service workers needs a connection. */
export async function install(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker.register('/field/sw.js', { scope: '/field/' });
  const look = (): void => {
    if (registration.waiting !== null && navigator.serviceWorker.controller !== null)
      waitingWorker = registration.waiting;
  };
  look();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', look);
  });
  $effect.root(() => {
    $effect(() => storeFonts(language()));
  });
  let reloading = false;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (waitingWorker === null || reloading) return; // the first service worker takes control of a page of the same version
    reloading = true;
    location.reload();
  });
}

/** Requests the service worker to store the fonts of the reader's language; others are not downloaded. */
function storeFonts(chosen: string): void {
  void navigator.serviceWorker.ready.then(({ active }) => active?.postMessage({ language: chosen }));
}

/** Activates the new version, unless a form is unfinished. */
export function startNewVersion(): void {
  if (!hasDrafts()) waitingWorker?.postMessage('start');
}
