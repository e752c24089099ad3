// Dates and deadlines of the loss of a phone.

import { ZONE } from '../../lib/formats';

const HOURS_MS = 3600 * 1000;
const INTIMATION_HOURS = 72;

/** The calendar and clock of the installation's zone at a moment, as milliseconds. */
function wallOf(moment: number): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: ZONE,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(moment);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return Date.parse(`${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:00Z`);
}

/** The moment of a date and a clock time in the installation's zone; null while they are not both there. */
export function momentOf(day: string, clock: string): string | null {
  const wall = Date.parse(`${day}T${clock}:00Z`);
  if (Number.isNaN(wall)) return null;
  const near = 2 * wall - wallOf(wall); // exact, except around a change of the clocks
  return new Date(wall + near - wallOf(near)).toISOString();
}

/** A moment as the date and the clock time of the installation's zone that fields hold. */
export function fieldsOf(moment: string): { day: string; clock: string } {
  const there = new Date(wallOf(Date.parse(moment))).toISOString();
  return { day: there.slice(0, 10), clock: there.slice(11, 16) };
}

/** Until when the Data Protection Board has to have the details. */
export const deadlineOf = (discovered: string): string =>
  new Date(Date.parse(discovered) + INTIMATION_HOURS * HOURS_MS).toISOString();
