// The charge of the phone's battery, where the browser tells it: Chromium does, others have removed it.

interface Battery extends EventTarget {
  level: number;
}

/** Calls back with the charge in percent, now and when it changes. Returns a function that ends this. */
export function watchBattery(seen: (percent: number) => void): () => void {
  let ended = false;
  let battery: Battery | undefined;
  const tell = (): void => {
    if (!ended && battery !== undefined) seen(Math.round(battery.level * 100));
  };
  const browser = navigator as Navigator & { getBattery?: () => Promise<Battery> };
  browser.getBattery?.().then(
    (found) => {
      battery = found;
      battery.addEventListener('levelchange', tell);
      tell();
    },
    () => {}, // not allowed here: the line is left out
  );
  return () => {
    ended = true;
    battery?.removeEventListener('levelchange', tell);
  };
}
