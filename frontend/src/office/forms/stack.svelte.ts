// The stack of paper forms that is typed: the form at hand, what is known of its number, and its way to the server.

import { get } from '../../lib/api';
import type { FormFound, FormProgress, Outcome, Similar } from '../../lib/api/types';
import { explain } from '../../lib/explain';
import { dateTime, t } from '../../lib/i18n.svelte';
import type { AssessmentId, HouseholdId } from '../../lib/ids';
import type { Language } from '../../lib/language';
import { Problem } from '../../lib/problem';
import { uuid7 } from '../../lib/uuid7';
import { type Trouble, Work } from '../work.svelte';
import { blank, following, gaps, payload, refused, type Typed } from './typing';

/** What the last form became: the screen says it while the next one is typed. */
export type Said = '' | 'entered' | 'again' | 'differs' | 'cancelled';

export class Stack {
  typed = $state<Typed>(blank());
  /** What is known of the typed number; null while it is not known. */
  found = $state.raw<FormFound | null>(null);
  progress = $state.raw<FormProgress | null>(null);
  /** Registered families that may be this one, and were not judged. */
  alike = $state.raw<Similar[]>([]);
  said = $state<Said>('');
  saidNumber = $state('');
  work = new Work('form');
  numberError = $state('');
  #household: HouseholdId = uuid7<HouseholdId>();
  #assessment: AssessmentId = uuid7<AssessmentId>();
  #known: HouseholdId | '' = '';
  #different: HouseholdId[] = [];
  #judged = false;
  #asked = '';

  /** This is the second typing of the form. */
  get again(): boolean {
    return (this.found?.household ?? '') !== '';
  }

  wrong = (id: string): string | undefined =>
    id === 'form-number' && this.numberError !== '' ? this.numberError : this.work.wrong(id);

  async loadProgress(): Promise<void> {
    try {
      this.progress = await get('/api/v1/form-progress');
    } catch {
      this.progress = null; // it is only shown
    }
  }

  /** Looks the number up as soon as it is typed. */
  async lookUp(): Promise<void> {
    const number = this.typed.number.trim();
    if (number === this.#asked) return;
    this.#asked = number;
    this.found = null;
    this.numberError = '';
    if (number === '') return;
    try {
      const found = await get('/api/v1/forms/{number}', { path: { number } });
      if (this.#asked !== number) return;
      this.found = found;
      if (found.state !== 'blank' && found.household === '')
        this.numberError = t(`fault.form_${found.state}`, { number: found.number, by: found.by, at: whenSaid(found) });
    } catch (error) {
      if (this.#asked === number && error instanceof Problem) this.numberError = explain(error);
    }
  }

  /** Sends the form at hand; gives whether it is done. */
  async save(language: Language): Promise<boolean> {
    await this.lookUp();
    if (this.numberError !== '') return false;
    const today = new Date();
    const troubles = () => this.#troubles(today);
    if (refused(this.typed) && troubles().length === 0) return this.#cancel(troubles);
    if (troubles().length === 0 && !this.again && !(await this.#compared())) return false;
    const made = () =>
      payload(this.typed, {
        household: this.#family(),
        assessment: this.#assessment,
        language: (this.found?.language ?? language) as Language,
        today,
        known: this.#known !== '',
        different: this.#different,
      });
    const outcome = this.again
      ? await this.work.send('paper.retype', troubles, made)
      : await this.work.send('paper.enter', troubles, made);
    if (outcome === null) return false;
    this.#next(this.again ? secondSaid(outcome) : 'entered');
    return true;
  }

  #family(): HouseholdId {
    if (this.found !== null && this.found.household !== '') return this.found.household as HouseholdId;
    return this.#known === '' ? this.#household : this.#known;
  }

  #troubles(today: Date): Trouble[] {
    return gaps($state.snapshot(this.typed) as Typed, today).map(({ id, key }) => ({ id: `form-${id}`, text: t(key) }));
  }

  async #cancel(troubles: () => Trouble[]): Promise<boolean> {
    const outcome = await this.work.send('paper.cancel', troubles, () => ({
      number: this.typed.number.trim(),
      reason: 'refused',
    }));
    if (outcome !== null) this.#next('cancelled');
    return outcome !== null;
  }

  /** Asks once whether the family is registered already; false while that is to be judged. */
  async #compared(): Promise<boolean> {
    if (this.#judged || this.typed.name.trim() === '') return true;
    const { name, phone, area } = this.typed;
    try {
      const found = await get('/api/v1/households/similar', { query: { name, phone, area } });
      this.alike = found.rows;
    } catch {
      this.alike = []; // the comparison helps and never stops the stack
    }
    this.#judged = true;
    return this.alike.length === 0;
  }

  /** The typist's judgement of the first family that may be this one. */
  judge(same: boolean): void {
    const [first, ...rest] = this.alike;
    if (first === undefined) return;
    if (same) {
      this.#known = first.id;
      this.alike = [];
    } else {
      this.#different = [...this.#different, first.id];
      this.alike = rest;
    }
  }

  #next(said: Said): void {
    this.said = said;
    this.saidNumber = this.typed.number.trim();
    this.typed = following(this.typed);
    this.found = null;
    this.#asked = '';
    this.#household = uuid7<HouseholdId>();
    this.#assessment = uuid7<AssessmentId>();
    this.#known = '';
    this.#different = [];
    this.#judged = false;
    void this.loadProgress();
  }
}

const secondSaid = (outcome: Outcome): Said => (Number(outcome.numbers?.['differ'] ?? 0) > 0 ? 'differs' : 'again');

const whenSaid = (found: FormFound): string => (found.at === null ? '' : dateTime(found.at));
