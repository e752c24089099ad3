// The public page is complete without this script. It only highlights the table row and the map shape of the same area.
import './public.css';

const same = 'same';

function mark(area: string | null, on: boolean): void {
  if (area === null) return;
  for (const element of document.querySelectorAll('[data-area]')) {
    if (element.getAttribute('data-area') === area) element.classList.toggle(same, on);
  }
}

function areaOf(event: Event): string | null {
  const target = event.target;
  return target instanceof Element ? (target.closest('[data-area]')?.getAttribute('data-area') ?? null) : null;
}

for (const [name, on] of [
  ['pointerover', true],
  ['pointerout', false],
  ['focusin', true],
  ['focusout', false],
] as const) {
  document.addEventListener(name, (event) => mark(areaOf(event), on));
}

// A tap on the map scrolls to the row, since touch screens have no hover.
document.querySelector('.map')?.addEventListener('click', (event) => {
  const area = areaOf(event);
  for (const row of document.querySelectorAll('tr[data-area]')) {
    if (row.getAttribute('data-area') === area) row.scrollIntoView({ block: 'nearest' });
  }
});
