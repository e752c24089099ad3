// Input of numbers in three scripts; they are stored in ASCII digits.

const DIGIT = /\p{Nd}/gu;
const IS_DIGIT = /^\p{Nd}$/u;

/** Converts the digits of every script to 0-9 and keeps every other character. */
export function asciiDigits(text: string): string {
  return text.replace(DIGIT, (digit) => {
    if (digit >= '0' && digit <= '9') return digit;
    const code = digit.codePointAt(0) ?? 0;
    let zero = code; // a script's ten digits are consecutive
    while (IS_DIGIT.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String((code - zero) % 10);
  });
}

// Characters without a shape of their own, which keyboards and messengers put around numbers.
const INVISIBLE = /\p{Cf}|\p{Variation_Selector}/gu;

/** A number as typed: ASCII digits, and nothing that cannot be seen. */
const plainNumber = (text: string): string => asciiDigits(text.replace(INVISIBLE, '')).trim();

/** A whole number as typed, in any script, with separators between groups as on the server (1,00,000 or 1 000); null
 * when it is not one: 1,5 and 2 3 are not fifteen and twenty-three. */
export function wholeNumber(text: string): number | null {
  const groups = plainNumber(text).split(/[,\s]/);
  const last = groups.length - 1;
  const grouped = groups.every(
    (group, at) =>
      last === 0 || (group.length <= 3 && (at < last ? group.length >= (at === 0 ? 1 : 2) : group.length === 3)),
  );
  const plain = groups.join('');
  return grouped && /^\d{1,12}$/.test(plain) ? Number(plain) : null;
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

/** An Indian mobile number as its ten digits, without a prefix, read as the server reads it; null when it is not one. */
export function phoneDigits(text: string): string | null {
  const plain = plainNumber(text)
    .replace(/^'+/, '')
    .replace(/^tel:/i, '')
    .replace(/[\s().\p{Pd}]/gu, '')
    .replace(/^\+910?(?=\d{10}$)|^(0091|91|0)(?=\d{10}$)/, '');
  return /^[6-9]\d{9}$/.test(plain) ? plain : null;
}

/** A card's code in groups of four, as printed; that of a practice card is a word and a number. */
export function grouped(code: string): string {
  if (/^PRACTICE\d+$/.test(code)) return code.replace('PRACTICE', 'PRACTICE ');
  return (code.replace(/[\s-]/g, '').match(/.{1,4}/g) ?? []).join(' ');
}
