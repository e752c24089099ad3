// Transliteration of Bengali and Devanagari names into the usual Latin spelling. The rules are those of the server; one file of
// examples tests both. The two scripts have the same Unicode layout, so one table is enough.

const BENGALI = 0x0980;
const DEVANAGARI = 0x0900;
const PLAN = 0x80;

const table = (text: string): Map<number, string> =>
  new Map(text.split(' ').map((pair) => [Number.parseInt(pair.slice(0, 2), 16), pair.slice(3)]));

/** Consonants by offset from the start of the script's block. Each has an inherent a unless a sign removes it. */
const CONSONANTS = table(
  '15:k 16:k 17:g 18:g 19:ng 1a:ch 1b:ch 1c:j 1d:j 1e:n 1f:t 20:t 21:d 22:d 23:n 24:t 25:t 26:d 27:d 28:n 29:n ' +
    '2a:p 2b:f 2c:b 2d:b 2e:m 2f:y 30:r 31:r 32:l 33:l 34:l 35:b 36:s 37:s 38:s 39:h 70:r 71:b',
);
const VOWELS = table('05:a 06:a 07:i 08:i 09:u 0a:u 0b:ri 0d:e 0e:e 0f:e 10:oi 11:o 12:o 13:o 14:ou 60:ri');
const SIGNS = table('3e:a 3f:i 40:i 41:u 42:u 43:ri 44:ri 45:e 46:e 47:e 48:oi 49:o 4a:o 4b:o 4c:ou');

const NASAL = 0x02;
const NUKTA = 0x3c;
const VIRAMA = 0x4d;
const TA = 0x4e;
const [JA, DA, DHA, YA] = [0x1c, 0x21, 0x22, 0x2f];

const scriptOf = (code: number): number =>
  [BENGALI, DEVANAGARI].find((base) => code >= base && code < base + PLAN) ?? 0;

/** A word in lower-case Latin letters; letters of other scripts are left out. */
export function latin(word: string): string {
  const letters = [...word.toLowerCase().normalize('NFC')];
  const codes = letters.map((letter) => letter.codePointAt(0) ?? 0);
  const writer = new Writer();
  for (const [i, letter] of letters.entries()) {
    if (/\p{Cf}/u.test(letter)) continue; // joiners only affect rendering
    const code = codes[i] ?? 0;
    const base = scriptOf(code);
    if (base === 0) writer.plain(letter);
    else writer.letter(code - base, base === BENGALI, codes[i + 1] === base + NUKTA, codes[i - 1] === base + VIRAMA);
  }
  return writer.out; // the final inherent a is silent: শাহ is Shah
}

/** Writes one word. */
class Writer {
  out = '';
  #pending = false; // the inherent a of the last consonant is undecided

  plain(letter: string): void {
    this.#write(letter.normalize('NFD').replace(/[^a-z]/g, '')); // é is e and an accent
  }

  letter(r: number, bengali: boolean, dotted: boolean, joined: boolean): void {
    const sign = SIGNS.get(r);
    if (r === VIRAMA) this.#pending = false;
    else if (r === NASAL) this.#write('ng');
    else if (r === TA && bengali) this.#write('t');
    else if (sign !== undefined) {
      this.#pending = false;
      this.out += sign;
    } else if (VOWELS.has(r)) this.#write(VOWELS.get(r) ?? '');
    else if (CONSONANTS.has(r)) {
      this.#write(consonant(r, bengali, dotted, joined));
      this.#pending = true;
    }
  }

  /** Writes the pending inherent a, then the letters. */
  #write(letters: string): void {
    this.out += (this.#pending ? 'a' : '') + letters;
    this.#pending = false;
  }
}

/** Letters that differ between the scripts, and those that a dot below changes. */
function consonant(r: number, bengali: boolean, dotted: boolean, joined: boolean): string {
  if (dotted && (r === DA || r === DHA)) return 'r'; // ড় ঢ়
  if (dotted && r === YA) return 'y'; // য়
  if (r === YA && joined) return ''; // বিদ্যা: it only lengthens the consonant before it
  if (r === YA && bengali) return 'j'; // যাদব, Jadab
  if (dotted && r === JA) return 'j'; // ज़
  return CONSONANTS.get(r) ?? '';
}
