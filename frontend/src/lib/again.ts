// Choosing the same file again. A browser says nothing when the chosen file is the one that was chosen before, so that a
// file mended in place would never be read again.

/** Forgets the chosen file when another choice begins: `onclick={chooseAgain}`. */
export function chooseAgain(event: { currentTarget: HTMLInputElement }): void {
  event.currentTarget.value = '';
}
