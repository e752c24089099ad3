// The reference that a family is told of its complaint: seven symbols of Crockford's Base32, and their remainder modulo 37.
// The phone draws it, also without a network; the server stores it once in an organisation (internal/grievance/reference.go).

const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const PAYLOAD = 7;
const PRIME = 37;

/** The reference of seven values of 0 to 31; null for a remainder that no letter or digit stands for. */
export function referenceOf(values: readonly number[]): string | null {
  const check = values.reduce((sum, value) => (sum * SYMBOLS.length + value) % PRIME, 0);
  const last = SYMBOLS[check];
  return last === undefined ? null : values.map((value) => SYMBOLS[value]).join('') + last;
}

/** Draws a reference. */
export function drawReference(): string {
  for (;;) {
    const bytes = crypto.getRandomValues(new Uint8Array(PAYLOAD));
    const drawn = referenceOf([...bytes].map((byte) => byte % SYMBOLS.length)); // 256 is a multiple of 32
    if (drawn !== null) return drawn;
  }
}
