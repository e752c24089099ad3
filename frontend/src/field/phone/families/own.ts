// The newest of each family that this phone recorded: it is shown before the office has told it back.

import { cardCode } from '../../../lib/digits';
import type { Grade } from '../../types';
import { concerned, type Details, detailsOf, type Row } from '../outbox/entrydetails';

export type Visit = Details['household.visit'];

export interface Own {
  grades: Map<string, Grade>;
  cards: Map<string, string>;
  /** The codes of cards that were stopped here, because they were given to the wrong family. */
  stopped: Set<string>;
  verified: Set<string>;
  /** With a grade that the pack does not have yet. */
  untold: Set<string>;
  /** The last contact, of a visit that reached nobody its result, and whether the pack is newer. */
  contacts: Map<string, { visit: Visit | null; told: boolean }>;
}

const CONTACTS = new Set(['household.visit', 'damage.assess', 'damage.verify', 'card.bind']);

/** The newest of each family, from entries in the order of `entries`, the newest first. */
export function newestOwn(rows: readonly Row[], packTakenAt: string): Own {
  const own: Own = {
    grades: new Map(),
    cards: new Map(),
    stopped: new Set(),
    verified: new Set(),
    untold: new Set(),
    contacts: new Map(),
  };
  for (const row of rows) {
    const household = concerned(row);
    if (row.state !== 'settled' && household !== '')
      add(own, row, household, row.state === 'sent' && row.sentAt < packTakenAt);
  }
  return own;
}

function add(own: Own, row: Row, household: string, told: boolean): void {
  const assessed = detailsOf(row, 'damage.assess');
  if (assessed !== undefined) {
    addNewest(own.grades, household, assessed.grade);
    if (!told) own.untold.add(household);
  }
  const stopped = row.state === 'asks' ? undefined : detailsOf(row, 'card.retract');
  if (stopped !== undefined) own.stopped.add(cardCode(stopped.card)); // it is newer than the binding
  if (row.kind === 'card.bind' && !own.stopped.has(cardCode(row.local.title)))
    addNewest(own.cards, household, row.local.title);
  if (row.kind === 'damage.verify' && row.state !== 'asks') own.verified.add(household);
  if (CONTACTS.has(row.kind))
    addNewest(own.contacts, household, { visit: detailsOf(row, 'household.visit') ?? null, told });
}

function addNewest<Value>(map: Map<string, Value>, key: string, value: Value): void {
  if (!map.has(key)) map.set(key, value);
}
