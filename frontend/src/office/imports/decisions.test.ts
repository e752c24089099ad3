import { describe, expect, it } from 'vitest';
import type { RowProblem } from '../../lib/api/types';
import { decided, held } from './decisions';

const row = (line: number, sheet: string, status: RowProblem['status']): RowProblem => ({
  line,
  sheet,
  status,
  column: '',
  code: 'resembles_name',
  message: '',
  resembles: '',
  occurrence: 1,
  cells: [{ column: 'Name', text: 'Rahima' }],
});

describe('decisions about held rows', () => {
  it('sends only the rows that were decided, with their sheet', () => {
    const rows = held([row(2, '', 'held'), row(3, 'Bhebia', 'held'), row(4, '', 'refused'), row(5, '', 'held')]);
    expect(rows.map((one) => one.line)).toEqual([2, 3, 5]);
    expect(decided(rows, { '2-': 'skip', '3-Bhebia': 'correct', '5-': '' })).toEqual([
      { line: 2, decision: 'skip' },
      { line: 3, decision: 'correct', sheet: 'Bhebia' },
    ]);
  });
});
