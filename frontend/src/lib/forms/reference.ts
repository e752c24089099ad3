// The reference that a family is told of its complaint. The phone draws it, also without a network; the server stores it once
// in an organisation (internal/grievance/reference.go).

import { drawChecked } from '../checked';

const LENGTH = 7; // symbols, without the check symbol

/** Draws a reference. */
export const drawReference = (): string => drawChecked(LENGTH);
