// Decisions about rows that an import holds. Pure.

import type { Decision, RowDecision, RowProblem } from '../../lib/api/types';

/** A row of a file: its line and, where several sheets were imported, its sheet. */
export const keyOf = (row: RowProblem): string => `${row.line}-${row.sheet}`;

/** The rows that wait for a decision and that the reader may see. */
export const held = (problems: readonly RowProblem[]): RowProblem[] =>
  problems.filter((row) => row.status === 'held' && row.cells !== undefined);

/** What was decided, for the server; rows without an answer wait on. */
export function decided(rows: readonly RowProblem[], chosen: Readonly<Record<string, Decision | ''>>): RowDecision[] {
  return rows.flatMap((row) => {
    const decision = chosen[keyOf(row)] ?? '';
    if (decision === '') return [];
    return [{ line: row.line, decision, ...(row.sheet === '' ? {} : { sheet: row.sheet }) }];
  });
}
