// Walking a list by keys: the focus goes from the link of one row to the link of the next, so that Enter opens it and a
// screen reader reads it.

/** Whether a key belongs to a field or to the browser and not to the list. */
export function typing(event: KeyboardEvent): boolean {
  const target = event.target instanceof HTMLElement ? event.target : null;
  return (
    event.defaultPrevented ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    target?.closest('input, select, textarea, [contenteditable="true"], dialog') != null
  );
}

/** Moves the focus so many rows on, from the first one when none has it. Answers whether there was a row. */
export function step(by: number, root: ParentNode = document): boolean {
  const links = [...root.querySelectorAll<HTMLElement>('main tbody tr')]
    .map((row) => row.querySelector<HTMLElement>('a, button'))
    .filter((link) => link !== null);
  const at = links.findIndex((link) => link.closest('tr')?.contains(document.activeElement));
  const next = links[at < 0 ? 0 : Math.min(Math.max(at + by, 0), links.length - 1)];
  next?.focus();
  next?.scrollIntoView?.({ block: 'nearest' });
  return next !== undefined;
}
