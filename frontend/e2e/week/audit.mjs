// What the office must have after the week: each family once, with what was recorded of it, and nothing else.

import { must } from '../checks.mjs';
import { same } from '../offline/phone.mjs';

/** @typedef {import('../offline/phone.mjs').Office} Office */

/**
 * A family as the workers recorded it during the week.
 * @typedef {object} Recorded
 * @property {string} name as it must stand at the end
 * @property {number} size
 * @property {number | null} grade
 * @property {string} card its typed code; empty without one
 * @property {boolean} verified a second person has graded the house
 */

/** @typedef {{ id: string, name: string, size: number, grade: number | null, card: string, verified: boolean }} Row */

/**
 * The differences between what was recorded and what the office has of it; families that it had before are left out.
 * @param {readonly Recorded[]} recorded @param {readonly Row[]} rows @param {ReadonlySet<string>} before their ids
 */
export function differences(recorded, rows, before) {
  const came = rows.filter((row) => !before.has(row.id));
  /** @type {string[]} */
  const found = [];
  for (const family of recorded) {
    const own = came.filter((row) => (family.card === '' ? row.name === family.name : row.card === family.card));
    const [row] = own;
    if (row === undefined || own.length !== 1) {
      found.push(`${family.name}: ${own.length} times`);
      continue;
    }
    for (const field of /** @type {const} */ (['name', 'size', 'grade', 'card', 'verified']))
      if (row[field] !== family[field]) found.push(`${family.name}: ${field} ${row[field]}, not ${family[field]}`);
  }
  if (came.length !== recorded.length) found.push(`${came.length} families came, ${recorded.length} were recorded`);
  return found;
}

/** The control: a family that came twice, one that is missing and one with another grade are found. @param {readonly Recorded[]} recorded @param {readonly Row[]} rows @param {ReadonlySet<string>} before */
export function control(recorded, rows, before) {
  const last = rows.findLast((row) => !before.has(row.id));
  must(last !== undefined, 'no family came at all');
  if (last === undefined) return;
  const others = rows.filter((row) => row.id !== last.id);
  const spoiled = {
    twice: [...rows, { ...last, id: 'another' }],
    missing: others,
    'graded otherwise': [...others, { ...last, grade: last.grade === 4 ? 3 : 4 }],
  };
  for (const [what, list] of Object.entries(spoiled))
    must(differences(recorded, list, before).length > 0, `a family ${what} is not found`);
}

/** @param {Office} office @param {readonly Recorded[]} recorded @param {ReadonlySet<string>} before */
export async function audit(office, recorded, before) {
  const all = await office.everyFamily();
  const rows = all.map((row) => ({ ...row, card: row.card.replaceAll(' ', '') })); // it is shown in groups
  same(differences(recorded, rows, before), [], 'what the office has otherwise than it was recorded');
  control(recorded, rows, before);
}
