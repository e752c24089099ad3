// Geolocation. It only sorts a list: nothing is selected from it, and it is not sent with a family.

import { allowedBefore } from './permission';

export interface Position {
  lon: number;
  lat: number;
  accuracy_m: number;
}

const PATIENCE_MS = 15_000;

/** The position, or null: permission denied, no signal, or timeout. */
export function position(): Promise<Position | null> {
  return new Promise((resolve) => {
    if (!('geolocation' in navigator)) return resolve(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lon: coords.longitude, lat: coords.latitude, accuracy_m: coords.accuracy }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 60_000 },
    );
  });
}

/** The position where the person has already allowed it, else null: nobody is asked. */
export async function silentPosition(): Promise<Position | null> {
  return (await allowedBefore('geolocation')) ? position() : null;
}
