// Input of numbers in three scripts; they are stored in ASCII digits.

const BENGALI_ZERO = 0x09e6;
const DEVANAGARI_ZERO = 0x0966;

/** Converts ০-৯ and ०-९ to 0-9 and keeps every other character. */
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

// Separators in a typed code: spaces and dashes, as on the server.
const SEPARATORS = /[ \u00a0\u2010\u2011\u2013-]/g;

/** Normalises a typed card code: ASCII digits, upper case, no separators; O, I and L become 0, 1 and 1. */
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

/** A card's code in groups of four, as printed; that of a practice card is a word and a number. */
export function grouped(code: string): string {
  if (/^PRACTICE\d+$/.test(code)) return code.replace('PRACTICE', 'PRACTICE ');
  return (code.replace(/[\s-]/g, '').match(/.{1,4}/g) ?? []).join(' ');
}
