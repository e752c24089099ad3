// The app in the phone: kept by a service worker, so that it opens in airplane mode. A new version waits until nothing
// unsent and nothing unfinished could meet it.

import { language } from '../../lib/i18n.svelte';
import { hasDrafts } from './drafts';

let waitingWorker = $state.raw<ServiceWorker | null>(null);

/** Whether a new version waits for its turn. */
export const newVersion = (): boolean => waitingWorker !== null;

/** Has the browser keep the app. A browser without service workers works as long as there is a line. */
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
    if (waitingWorker === null || reloading) return; // the first worker takes over a page that is already whole
    reloading = true;
    location.reload();
  });
}

/** Has the service worker store the fonts of the reader's language; those of the others are not downloaded. */
function storeFonts(chosen: string): void {
  void navigator.serviceWorker.ready.then(({ active }) => active?.postMessage({ language: chosen }));
}

/** Starts the new version, unless answers are unfinished. */
export function startNewVersion(): void {
  if (!hasDrafts()) waitingWorker?.postMessage('start');
}
