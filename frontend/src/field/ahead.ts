// Code of the screens that a worker opens first. It is loaded while the PIN is typed, so that a slow phone does not compile it
// after the tap.

const SCREENS = [
  () => import('./handout/Sites.svelte'),
  () => import('./handout/HandOut.svelte'),
  () => import('./register/Register.svelte'),
  () => import('./families/Families.svelte'),
];

const whenIdle = (): Promise<void> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve());
    else setTimeout(resolve);
  });

/** Loads them one by one whenever the browser is idle, if the phone already keeps its files: never over a slow network. */
export async function loadAhead(): Promise<void> {
  if (!navigator.serviceWorker?.controller) return;
  for (const load of SCREENS) {
    await whenIdle();
    await load().catch(() => {}); // the screen itself reports it when it is opened
  }
}
