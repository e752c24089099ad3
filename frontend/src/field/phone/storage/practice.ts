// Practice mode. A document practises or works from its first line to its last: its address decides, which a reload keeps, and
// to change over is to load another document, so that nothing in memory is of both. A document that practises has a database
// of another name, whose worker has no credential, and no network (../../practice/network.ts).

import type { PracticeTask as Task } from '../../../lib/api/types';
import { PRACTICE_TASKS as TASKS } from '../../../lib/practice';

export { TASKS, type Task };

const WORK_ADDRESS = '/field/';
const ASKED = new URLSearchParams(globalThis.location?.search ?? '').get('practice');

export const PRACTICE_DATABASE = 'tripol-practice';

/** Whether this document practises. */
export const practising: boolean = ASKED !== null;

/** The worker who practises; empty: nobody had unlocked the phone. */
export const practisesFor: string = ASKED ?? '';

/** The name of this document's database. */
export const DATABASE = practising ? PRACTICE_DATABASE : 'tripol-phone';

/** The key of the one worker of practice mode. It is no credential, which is a UUID. */
export const PRACTISER = 'practice';

/** What the row of that worker says of the practice. */
export interface Practice {
  /** The credential of the worker who practises, or empty. */
  of: string;
  since: string;
  /** It was left: the app deletes its database when it opens for work. */
  left: boolean;
}

/** Opens practice mode in place of this document, for the worker who has unlocked the phone. */
export const openPractice = (credential = ''): void =>
  location.replace(`${WORK_ADDRESS}?practice=${encodeURIComponent(credential)}`);

/** Opens the app for work in place of this document. */
export const openWork = (): void => location.replace(WORK_ADDRESS);

/** Held by each document that practises, so that none deletes its database. */
export function holdPractice(): void {
  void navigator.locks?.request(PRACTICE_DATABASE, { mode: 'shared' }, () => new Promise(() => {}));
}
