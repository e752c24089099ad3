// Sun mode: black on white for direct sunlight. Stored on the phone; also set by the system's high-contrast preference.

const STORED = 'tripol.sun';
let on = $state(false);

export function startSun(): void {
  const stored = localStorage.getItem(STORED);
  apply(stored === null ? matchMedia('(prefers-contrast: more)').matches : stored === 'on');
}

export function sun(): boolean {
  return on;
}

export function toggleSun(): void {
  localStorage.setItem(STORED, on ? 'off' : 'on');
  apply(!on);
}

function apply(next: boolean): void {
  on = next;
  document.documentElement.toggleAttribute('data-sun', next);
}
