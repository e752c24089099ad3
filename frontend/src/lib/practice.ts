// The tasks of practice mode, in their order; the server has the same.

import type { PracticeTask } from './api/types';

export const PRACTICE_TASKS = [
  'register',
  'grade',
  'card',
  'handout',
  'without_card',
  'mistake',
] as const satisfies readonly PracticeTask[];
