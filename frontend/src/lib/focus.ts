// Focus management when the screen changes.

/** Attachment for the heading of a screen: takes the focus when the screen opens, so that a screen reader reads it. */
export function focusOnOpen(heading: HTMLElement): void {
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  scrollTo(0, 0);
}
