// The light that a phone is read in: sun mode is black on white for direct sunlight, night mode is dark for a camp after dusk.
// Stored on the phone; sun mode is also set by the system's high-contrast preference. The app starts light, whatever the
// system prefers: a dark screen cannot be read outdoors.

const STORED = 'tripol.light';
const STORED_BEFORE = 'tripol.sun'; // of earlier versions, which had sun mode alone

export type Light = 'day' | 'sun' | 'night';
let chosen = $state<Light>('day');

const isLight = (text: string | null): text is Light => text === 'day' || text === 'sun' || text === 'night';

function stored(): Light {
  const kept = localStorage.getItem(STORED);
  if (isLight(kept)) return kept;
  const before = localStorage.getItem(STORED_BEFORE);
  const wanted = before === null ? matchMedia('(prefers-contrast: more)').matches : before === 'on';
  return wanted ? 'sun' : 'day';
}

export function startLight(): void {
  apply(stored());
}

export const light = (): Light => chosen;

/** Switches sun or night mode on, or off where it is on. */
export function toggleLight(mode: 'sun' | 'night'): void {
  const next = chosen === mode ? 'day' : mode;
  localStorage.setItem(STORED, next);
  apply(next);
}

function apply(next: Light): void {
  chosen = next;
  document.documentElement.toggleAttribute('data-sun', next === 'sun');
  document.documentElement.toggleAttribute('data-night', next === 'night');
}
