// The screens of the program, read from its own tables, so that a new screen is opened or fails the journey.

import { readdirSync, readFileSync } from 'node:fs';
import { must } from '../checks.mjs';

const source = (/** @type {string} */ path) => readFileSync(new URL(`../../src/${path}`, import.meta.url), 'utf8');

/** @param {string} text @param {RegExp} pattern the first group is what is wanted */
const all = (text, pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? '');

/** The address patterns of the office's pages. */
export function officePages() {
  const table = source('office/pages.ts');
  const patterns = all(table, /\bpage\(\s*'([^']*)'/g);
  const modules = all(table, /import\('(\.\/[^']+\.svelte)'\)/g);
  must(patterns.length > 30, `office/pages.ts has ${patterns.length} pages: the table is read wrongly`);
  must(modules.length === patterns.length, 'office/pages.ts loads more or fewer components than it has addresses');
  return patterns;
}

/** The roles that office/roles.ts names. */
export function officeRoles() {
  const rights = /const MAY_SEE[^{]*\{([\s\S]*?)\n\};/.exec(source('office/roles.ts'))?.[1] ?? '';
  const roles = new Set(all(rights, /'(\w+)'/g));
  must(roles.size >= 8, `office/roles.ts names ${roles.size} roles: the table is read wrongly`);
  return [...roles].sort();
}

/** The first parts of the phone's addresses, and those of the registration's steps. */
export function phoneScreens() {
  const screens = new Set(all(source('field/App.svelte'), /\bscreen === '(\w*)'/g));
  must(screens.size > 12, `field/App.svelte has ${screens.size} screens: the chain is read wrongly`);
  const steps = /export const STEPS = \[([^\]]*)\]/.exec(source('lib/forms/registration.ts'))?.[1] ?? '';
  const registration = all(steps, /'(\w+)'/g);
  must(registration.length > 6, 'the steps of registration.ts are read wrongly');
  return { screens: [...screens], registration };
}

/** The templates of the public pages; the layout is part of each. */
export function publicPages() {
  const folder = new URL('../../../internal/web/pages/', import.meta.url);
  return readdirSync(folder)
    .map((name) => name.replace('.html', ''))
    .filter((name) => name !== 'layout');
}

/** Fails when a screen of the table was not opened, or one was opened under a name that the table does not have. */
export function complete(
  /** @type {Iterable<string>} */ opened,
  /** @type {string[]} */ table,
  /** @type {string} */ of,
) {
  const seen = new Set(opened);
  const missing = table.filter((name) => !seen.has(name));
  must(missing.length === 0, `${of}: not opened: ${missing.map((name) => `"${name}"`).join(', ')}`);
  const unknown = [...seen].filter((name) => !table.includes(name));
  must(unknown.length === 0, `${of}: opened, but not in the table: ${unknown.join(', ')}`);
}
