// Dates and deadlines of the loss of a phone.

const HOURS_MS = 3600 * 1000;
const INTIMATION_HOURS = 72;
const ZONE = '+05:30';

/** The moment of a date and a clock time in India; null while they are not both there. */
export function momentOf(day: string, clock: string): string | null {
  const moment = Date.parse(`${day}T${clock}:00${ZONE}`);
  return Number.isNaN(moment) ? null : new Date(moment).toISOString();
}

/** A moment as the date and the clock time of India that fields hold. */
export function fieldsOf(moment: string): { day: string; clock: string } {
  const there = new Date(Date.parse(moment) + 5.5 * HOURS_MS).toISOString();
  return { day: there.slice(0, 10), clock: there.slice(11, 16) };
}

/** Until when the Data Protection Board has to have the details. */
export const deadlineOf = (discovered: string): string =>
  new Date(Date.parse(discovered) + INTIMATION_HOURS * HOURS_MS).toISOString();
