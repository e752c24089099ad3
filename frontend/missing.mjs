// Lists the sentences that the folder of a language lacks. A reader of it gets those of its fallback. A language that calls
// itself complete may lack none, which a test enforces.
//
//   npm run missing [LANGUAGE]     counts for all; with a language, its keys

import { readdirSync, readFileSync } from 'node:fs';

const MESSAGES = new URL('messages/', import.meta.url);
const read = (path) => JSON.parse(readFileSync(new URL(path, MESSAGES), 'utf8'));
const faces = (language) => readdirSync(new URL(`${language}/`, MESSAGES)).filter((file) => file !== 'language.json');
const keys = (language) => new Set(faces(language).flatMap((file) => Object.keys(read(`${language}/${file}`))));

const english = keys('en');
const languages = readdirSync(MESSAGES, { withFileTypes: true }).filter((one) => one.isDirectory());
for (const { name } of languages) {
  const own = keys(name);
  const missing = [...english].filter((key) => !own.has(key)).sort();
  const { fallback } = read(`${name}/language.json`);
  if (missing.length > 0)
    process.stdout.write(
      `${name}: ${missing.length} of ${english.size} sentences are missing and shown in ${fallback}\n`,
    );
  if (name === process.argv[2]) process.stdout.write(missing.map((key) => `  ${key}\n`).join(''));
}
