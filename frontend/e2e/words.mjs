// The words on the screens, from the same catalogue the pages read: the test looks for what a person would read, and a
// sentence may be worded better without the test breaking.

import { readdirSync, readFileSync } from 'node:fs';

const MESSAGES = new URL('../messages/', import.meta.url);
/** @type {Record<string, Record<string, string>>} */
const catalogue = {};

/**
 * @param {string} language
 * @returns {Record<string, string>}
 */
function messages(language) {
  const folder = new URL(`${language}/`, MESSAGES);
  const known =
    catalogue[language] ??
    Object.assign(
      {},
      ...readdirSync(folder)
        .filter((file) => file !== 'language.json')
        .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8'))),
    );
  catalogue[language] = known;
  return known;
}

/** The languages of a journey: TRIPOL_LANGUAGES with commas, or both. @returns {('en' | 'bn')[]} */
export const journeyLanguages = () =>
  (process.env['TRIPOL_LANGUAGES'] ?? 'en,bn').split(',').map((one) => (one === 'en' ? 'en' : 'bn'));

/**
 * The sentence of a key; a key that nobody wrote is an error.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @param {string} [language]
 */
export function t(key, values = {}, language = 'en') {
  const text = messages(language)[key];
  if (text === undefined) throw new Error(`there is no ${language} sentence for ${key}`);
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/**
 * The sentence of a key with any values, which are its groups in the order of the English sentence.
 * @param {string} key
 */
export function about(key) {
  const parts = t(key).split(/\{\w+\}/);
  return new RegExp(parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('(.+)'));
}

/**
 * Keys that stand on the page where sentences should.
 * @param {string} text
 */
export function rawKeys(text) {
  const known = messages('en');
  const families = new Set(Object.keys(known).map((key) => key.split('.')[0]));
  return (text.match(/[a-z_]+(?:\.[a-z0-9_]+)+/g) ?? []).filter(
    (word) => word in known || families.has(word.split('.')[0] ?? ''),
  );
}
