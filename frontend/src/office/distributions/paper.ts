// Handovers from a printed list: the family of a card's number or of a name, the time that was written, and the payload.

import type { Collector, Distribution, OwnId, Payloads, Rank } from '../../lib/api/types';
import { typedChecked } from '../../lib/checked';
import { cardCode } from '../../lib/digits';

const SYMBOLS = 10; // of a card's number, without the check symbol
const SHOWN = 8;

export const COLLECTORS = ['self', 'family', 'other'] as const satisfies readonly Collector[];
export const LESS_REASONS = ['finished', 'refused', 'later', 'other'] as const;
export type LessReason = (typeof LESS_REASONS)[number];

/** A card's number in its canonical form; null where a letter is missing or wrong. */
export const codeOf = (typed: string): string | null => typedChecked(typed, SYMBOLS);

/** The families of a list that a text means: by the card's number or its beginning, or by a part of the name. */
export function matching(rows: readonly Rank[], text: string): Rank[] {
  const wanted = text.trim().toLocaleLowerCase();
  if (wanted === '') return [];
  const code = cardCode(wanted);
  const found = rows.filter(
    (row) =>
      row.household_name.toLocaleLowerCase().includes(wanted) ||
      (/\d/.test(code) && row.card_code !== '' && cardCode(row.card_code).startsWith(code)),
  );
  return found.slice(0, SHOWN);
}

/** The time that the paper states, by this machine's clock; null where a part is missing. */
export function momentOf(day: string, time: string): Date | null {
  const at = new Date(`${day}T${time}`);
  return day === '' || time === '' || Number.isNaN(at.getTime()) ? null : at;
}

/** Who was served: a family of the list, or only a card that no family of the list has. */
export interface Recipient {
  row: Rank | null;
  /** The number of the card that was typed; empty: the family was chosen by name. */
  code: string;
}

export interface PaperHandover {
  recipient: Recipient;
  collector: Collector;
  quantities: readonly number[];
  less: LessReason | '';
}

/** Whether less was given than is due. */
export const isLess = (plan: Distribution, quantities: readonly number[]): boolean =>
  plan.lines.some((line, n) => (quantities[n] ?? 0) < line.per_household);

/** The payload of handover.record. */
export function payload(
  id: OwnId<'handover.record'>,
  plan: Distribution,
  { recipient, collector, quantities, less }: PaperHandover,
): Payloads['handover.record'] {
  const items = plan.lines
    .map((line, n) => ({ item: line.item, quantity: quantities[n] ?? 0 }))
    .filter((line) => line.quantity > 0);
  const { row, code } = recipient;
  return {
    id,
    distribution: plan.id,
    collector,
    how: code === '' ? 'search' : 'code',
    ...(code === '' ? {} : { card: code }),
    ...(row === null || row.entitlement === '' ? {} : { entitlement: row.entitlement }),
    items,
    ...(isLess(plan, quantities) && less !== '' ? { less_reason: less } : {}),
  };
}
