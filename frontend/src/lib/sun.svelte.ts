// Sun mode: black on white for noon in the open. Remembered per phone; asked for by the system's "more contrast" too.

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
