// Focus when the screen changes, and where a person looks after an action: every result is brought into the part of the
// window that is seen, above the keyboard and the bar at the bottom.

const GAP = 8;

/** Attachment for the heading of a screen: takes the focus when the screen opens, so that a screen reader reads it. */
export function focusOnOpen(heading: HTMLElement): void {
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  scrollTo(0, 0);
}

/** Scrolls to a result and moves the focus to it, so that it is seen above the keyboard and read by a screen reader. */
export function show(result: HTMLElement | undefined): void {
  if (result === undefined) return;
  take(result);
  result.scrollIntoView({ block: 'start' });
}

/** Brings an answer into view and moves the focus to it, unless somebody is typing. For errors and refusals. */
export function answer(result: HTMLElement | undefined): void {
  if (result === undefined) return;
  if (!isTyping()) take(result);
  reveal(result);
}

/** Brings an element into view, as a whole where it fits, else from its beginning. The focus stays where it is. */
export function reveal(result: HTMLElement | undefined): void {
  if (result === undefined) return;
  const { top, bottom } = visiblePart();
  const box = result.getBoundingClientRect();
  if (box.top >= top && box.bottom <= bottom) return;
  const fromStart = box.top < top || box.height > bottom - top - 2 * GAP;
  scrollBy(0, fromStart ? box.top - top - GAP : box.bottom - bottom + GAP);
}

/** The part of the window that nothing lies over, in the coordinates of getBoundingClientRect. */
export function visiblePart(): { top: number; bottom: number } {
  const seen = window.visualViewport;
  const top = seen?.offsetTop ?? 0;
  const edge = seen === null ? innerHeight : top + seen.height;
  const bar = document.querySelector('[data-bar="bottom"]');
  const stays = bar !== null && getComputedStyle(bar).position === 'sticky';
  return { top, bottom: stays ? Math.min(edge, bar.getBoundingClientRect().top) : edge };
}

function take(result: HTMLElement): void {
  result.tabIndex = -1;
  result.focus({ preventScroll: true });
}

function isTyping(): boolean {
  const at = document.activeElement;
  return (
    at instanceof HTMLTextAreaElement || (at instanceof HTMLInputElement && !/^(radio|checkbox|file)$/.test(at.type))
  );
}
