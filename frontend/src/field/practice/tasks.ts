// The six tasks of practice mode. Which of them are finished follows from the entries of the practice; a task stays finished
// when its entry is taken back.

import { detailsOf, type Row } from '../phone/outbox/entrydetails';
import { TASKS, type Task } from '../phone/storage/practice';

const MISTAKES = new Set(['handover.undo', 'household.amend', 'entry.withdrawn', 'card.retract']);

const hasPhoto = (row: Row): boolean =>
  (detailsOf(row, 'damage.assess')?.photos ?? detailsOf(row, 'damage.photograph')?.photos ?? 0) > 0;

const FINISHED: Record<Task, (row: Row) => boolean> = {
  register: ({ kind }) => kind === 'household.register',
  grade: hasPhoto,
  card: ({ kind }) => kind === 'card.bind',
  handout: (row) => row.kind === 'handover.record' && detailsOf(row, 'handover.record')?.how !== 'search',
  without_card: (row) => detailsOf(row, 'handover.record')?.how === 'search',
  mistake: ({ kind }) => MISTAKES.has(kind),
};

/** The tasks that entries finish. */
export const finishedBy = (rows: readonly Row[]): Task[] => TASKS.filter((task) => rows.some(FINISHED[task]));

/** The task that a screen belongs to, whose hint is shown above it. */
export function taskOf(screen: string, stage: string): Task | null {
  if (screen === 'register') return 'register';
  if (screen === 'damage' || screen === 'photo') return 'grade';
  if (screen === 'card') return 'card';
  if (stage === 'verdict' || stage === 'hand') return null; // it needs the whole screen
  if (screen === 'handout') return stage === 'find' ? 'without_card' : 'handout';
  return screen === 'outbox' || screen === 'entry' || screen === 'given' || screen === 'correct' ? 'mistake' : null;
}
