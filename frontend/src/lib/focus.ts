// Focus management when the screen changes.

/** Attachment for the heading of a screen: takes the focus when the screen opens, so that a screen reader reads it. */
export function focusOnOpen(heading: HTMLElement): void {
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  scrollTo(0, 0);
}

/** Scrolls to a result and moves the focus to it, so that it is seen above the keyboard and read by a screen reader. */
export function show(result: HTMLElement | undefined): void {
  if (result === undefined) return;
  result.tabIndex = -1;
  result.focus({ preventScroll: true });
  result.scrollIntoView({ block: 'start' });
}
