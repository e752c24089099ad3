// Numbers are typed in three scripts and stored in one.

const BENGALI_ZERO = 0x09e6;
const DEVANAGARI_ZERO = 0x0966;

/** Turns ০-৯ and ०-९ into 0-9 and leaves every other character alone. */
export function asciiDigits(text: string): string {
  return text.replace(/[০-৯०-९]/g, (digit) => {
    const code = digit.charCodeAt(0);
    return String(code - (code >= BENGALI_ZERO ? BENGALI_ZERO : DEVANAGARI_ZERO));
  });
}

/** A whole number as typed, in any of the three scripts and with grouping commas; null when it is not one. */
export function wholeNumber(text: string): number | null {
  const plain = asciiDigits(text).replace(/[,\s]/g, '');
  return /^\d{1,12}$/.test(plain) ? Number(plain) : null;
}

// What people put between the symbols of a code: spaces and dashes, as the office reads them.
const SEPARATORS = /[ \u00a0\u2010\u2011\u2013-]/g;

/** A card's typed code: digits of any script, letters upper, spaces and dashes gone; O, I and L read as they look. */
export function cardCode(text: string): string {
  return asciiDigits(text)
    .replace(SEPARATORS, '')
    .replace(/[a-z]/g, (letter) => letter.toUpperCase()) // no other script's letter becomes one of these
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
}

/** An Indian mobile number as its ten digits, without +91 or a leading 0; null when it is not one. */
export function phoneDigits(text: string): string | null {
  const plain = asciiDigits(text)
    .replace(/[\s()-]/g, '')
    .replace(/^(\+91|0)(?=\d{10}$)/, '');
  return /^[6-9]\d{9}$/.test(plain) ? plain : null;
}

/** A card's code as it is printed, in groups of four. */
export function grouped(code: string): string {
  return (code.replace(/[\s-]/g, '').match(/.{1,4}/g) ?? []).join(' ');
}
