// Choosing the same file again. A browser fires no change event for the file that is already chosen, so a file that was
// corrected in place would never be read again.

/** Clears the chosen file before the file dialog opens: `onclick={chooseAgain}`. */
export function chooseAgain(event: { currentTarget: HTMLInputElement }): void {
  event.currentTarget.value = '';
}
