// What is wrong with a screen as its reader sees it.

import { fileURLToPath } from 'node:url';
import { rawKeys, t } from '../words.mjs';

/** @typedef {'en' | 'bn' | 'hi'} Language */
/** @typedef {{ sideways: string[], fontless: string[], cut: string[], texts: string[] }} Collected */

/** The script that every page needs for `collect`. */
export const IN_PAGE = fileURLToPath(new URL('inpage.js', import.meta.url));

/**
 * Sizes and texts of a screen, in a language that is chosen first; the empty one leaves the page as it is.
 * @param {import('playwright-core').Page} page
 * @param {Language | ''} language
 * @returns {Promise<Collected>}
 */
export const collect = (page, language) =>
  page.evaluate((wanted) => /** @type {any} */ (globalThis).tripolScreen.collect(wanted), language);

/** Latin words that Bengali and Hindi texts have: names of programs, formats and keys, and words to be typed into a file. */
const LATIN = new Set(
  'Tripol English Eng Enter Ctrl CSV XLSX xlsx Excel HXL UTF MB kB PDF PIN QR SHA https http register skip'.split(' '),
);

/** A digest or its beginning: its letters may spell a word by chance. */
const DIGEST = /\b(?=[a-f]*[0-9])[0-9a-f]{12,}\b/g;
/** A card's number or a complaint's in its groups, or its end: its letters may look like a word. */
const GROUPED = /(?:…|\b(?:[0-9A-HJKMNP-TV-Z]{4} ){1,2})[0-9A-HJKMNP-TV-Z]{3,4}(?![A-Za-z0-9])/g;
/** What keeps the digits 0-9 in every language: codes, numbers of papers and batches, versions, phone numbers. */
const CODE = /#?[A-Za-z0-9]*[A-Za-z-][A-Za-z0-9-]*|#\d+|\d+\.\d+\.\d+|\+?\d[\d ]{8,}\d/g;
const WORD = /[A-Za-z][A-Za-z'’-]*[A-Za-z]/g;
/** Fields whose text is a name or was written by a person. A lower-case word of another field is a code. */
const NAMED = /(?:^|_)(?:name|login|slug|number|note|text|reason|by|title|document|supplier|vehicle|driver|donor)$/;

/** What the server has sent: words that are data, and names that it has in the reader's language. */
export class Data {
  /** @type {Set<string>} */
  #words = new Set();
  /** @type {Set<string>} */
  #whole = new Set();
  /** @type {Record<string, Map<string, string>>} */
  #own = { bn: new Map(), hi: new Map() };

  /** Adds every text of an answer. @param {unknown} value @param {string} [field] */
  add(value, field = '') {
    if (typeof value === 'string') {
      if (NAMED.test(field) || !/^[a-z][a-z0-9_]*$/.test(value)) this.addText(value);
    } else if (Array.isArray(value)) for (const one of value) this.add(one, field);
    else if (typeof value === 'object' && value !== null)
      this.#addObject(/** @type {Record<string, unknown>} */ (value));
  }

  /** @param {string} text */
  addText(text) {
    this.#whole.add(text);
    for (const word of text.match(WORD) ?? []) this.#words.add(word);
  }

  /** @param {Record<string, unknown>} object */
  #addObject(object) {
    for (const [field, value] of Object.entries(object)) {
      this.add(value, field);
      for (const language of ['bn', 'hi']) {
        const own = object[`${field}_${language}`];
        if (typeof value === 'string' && typeof own === 'string' && own !== '') this.#own[language]?.set(value, own);
      }
    }
  }

  /** @param {string} word */
  has(word) {
    return this.#words.has(word);
  }

  /** Whether a text is one that the server has sent, such as a title that contains the name of a place. @param {string} text */
  isWhole(text) {
    return this.#whole.has(text);
  }

  /** The name in the language, of what a text calls by its English name. @param {string} name @param {string} language */
  ownName(name, language) {
    return this.#own[language]?.get(name);
  }
}

/**
 * The English words and names that a text still contains in another language.
 * @param {string} text
 * @param {Language} language
 * @param {Data} data
 */
function englishIn(text, language, data) {
  const faults = [];
  const left = (text.replace(DIGEST, '').replace(GROUPED, '').match(WORD) ?? []).filter(
    (word) => !LATIN.has(word) && !data.has(word),
  );
  if (left.length > 0) faults.push(`English left: ${left.join(' ')} in "${text.slice(0, 100)}"`);
  for (const part of data.isWhole(text) ? [text] : text.split(/[·,:()|]/)) {
    const own = data.ownName(part.trim(), language);
    if (own !== undefined && own !== part.trim() && /[A-Za-z]/.test(part))
      faults.push(`English name: "${part.trim()}" is called "${own}"`);
  }
  return faults;
}

/**
 * The digits 0-9 in a Bengali text that are part of no code.
 * @param {string} text
 * @param {Data} data
 */
function latinDigitsIn(text, data) {
  const rest = data.isWhole(text) ? '' : text.replace(DIGEST, '').replace(CODE, '');
  return /[0-9]/.test(rest) ? [`Latin digits in "${text.slice(0, 100)}"`] : [];
}

/**
 * The faults of a screen, in words.
 * @param {Collected} found
 * @param {Language} language
 * @param {Data} data
 */
export function judge(found, language, data) {
  const faults = [
    ...found.sideways.slice(0, 3).map((one) => `scrolls sideways: ${one}`),
    ...found.cut.map((one) => `cut off: ${one}`),
    ...found.fontless.map((one) => `letters without a font: ${one}`),
    ...rawKeys(found.texts.join('\n')).map((key) => `key instead of a sentence: ${key}`),
  ];
  const unknown = t('problem.unknown', { code: '\n' }, language).split('\n')[0] ?? '';
  faults.push(...found.texts.filter((text) => text.includes(unknown)).map((text) => `no sentence for a code: ${text}`));
  if (found.texts.includes(t('fault.role_missing', {}, language)))
    faults.push('a page that the server refuses its reader');
  if (language !== 'en') faults.push(...found.texts.flatMap((text) => englishIn(text, language, data)));
  if (language === 'bn') faults.push(...found.texts.flatMap((text) => latinDigitsIn(text, data)));
  return [...new Set(faults)];
}
