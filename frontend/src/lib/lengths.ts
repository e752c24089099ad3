// Room for what is typed in a written form of its own, with its separators. The server limits what is read from it.

export const CARD_CODE_TYPED = 24;
export const DICE_TYPED = 20;
export const INVITATION_TYPED = 30;
export const PHONE_TYPED = 20;
export const PIN_TYPED = 32;
export const REFERENCE_TYPED = 16;

/** Room for a whole number up to a limit. */
export const digitsOf = (most: number): number => String(most).length;
