// State machine of one service point, from one card to the next. The screens only display it. Its stages are steps of the
// browser's history, so that Android's back key goes from one to the one before.

import { post } from '../../lib/api';
import type { Collector, LessReason, OffListReason } from '../../lib/api/types';
import { t } from '../../lib/i18n.svelte';
import type { DistributionId } from '../../lib/ids';
import { Problem } from '../../lib/problem';
import * as router from '../../lib/router.svelte';
import { uuid7 } from '../../lib/uuid7';
import { allEntries } from '../phone/outbox/outbox.svelte';
import { due, type Entitled, pack, refresh, type Site } from '../phone/pack/pack.svelte';
import { storeProblem } from '../phone/storage/store';
import { type Handover, type Settled, settle, undoHandover } from '../phone/sync/give';
import { askOffice, isOffline } from '../phone/sync/office.svelte';
import { type Due, placeNames, type Verdict } from '../types';
import { countedHere } from './handed';
import { type Judged, judge, judgeRow } from './here';
import { SameCard } from './samecard';
import { sayVerdict } from './sound';
import { LOOKS, verdictOf } from './verdicts';

const STAGES = ['find', 'verdict', 'off', 'hand'] as const;

export type Stage = 'scan' | (typeof STAGES)[number];

/** Where the stages are kept: in the browser's history, or in a test. */
export interface Steps {
  stage: () => string;
  enter: (stage: string) => void;
  leave: () => Promise<void>;
}

const inHistory: Steps = { stage: router.stage, enter: router.enter, leave: router.leaveStages };

/** The handover before the next card. */
export interface Done extends Handover {
  how: Settled;
  at: string;
  items: Due[];
  /** Why this phone has no record of it, or null. */
  failure: unknown;
}

const SCANNED = 20;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** One for all service points: a card that lies before the camera is the same on the next screen. */
const guard = new SameCard();

export class Desk {
  verdict = $state.raw<Verdict | null>(null);
  done = $state.raw<Done | null>(null);
  busy = $state(false);
  failure = $state.raw<unknown>(null);
  note = $state('');
  card = $state('');
  #typed = false;
  #row = $state.raw<Entitled | null>(null);
  /** What the office's list says is due to a family that this phone's list does not have. */
  #offered = $state.raw<Due[] | null>(null);
  #offList: OffListReason | '' = '';
  /** Counts the cards, so that an answer to an earlier one is ignored. */
  #turn = 0;
  readonly #steps: Steps;
  readonly #distribution: DistributionId;

  constructor(distribution: DistributionId, steps: Steps = inHistory) {
    this.#distribution = distribution;
    this.#steps = steps;
    if (steps.stage() !== '') void steps.leave(); // after a reload the card is not known any more
  }

  /** The current stage; one whose card is not known any more is the scanner. */
  get stage(): Stage {
    const at = STAGES.find((one) => one === this.#steps.stage()) ?? 'scan';
    return at === 'find' || this.verdict !== null ? at : 'scan';
  }

  enter(stage: Exclude<Stage, 'scan'>): void {
    this.failure = null;
    this.#steps.enter(stage);
  }

  get site(): Site | undefined {
    return pack()?.sites.find((one) => one.distribution === this.#distribution);
  }

  get offline(): boolean {
    return isOffline();
  }

  /** The items due: to the family of the card, or to a recipient off the list. */
  get due(): Due[] {
    if (this.#row !== null) return due(this.#row.items);
    if (this.#offered !== null && this.#offList === '') return this.#offered;
    return due((this.site?.lines ?? []).map(({ item, per_household }) => ({ item, quantity: per_household })));
  }

  /** A card in front of the camera, or a number that was typed: that is always looked up, whatever lies before the camera. */
  seen(text: string, typed: boolean): void {
    if (this.busy || this.stage !== 'scan') return;
    if (!typed && !guard.admit(text, performance.now())) {
      this.note = t('scan.same_card');
      return;
    }
    this.note = '';
    this.card = text;
    this.#typed = typed;
    void this.ask();
  }

  /** The camera shows what lay before it when the last card was done. */
  cameraStarts(): void {
    guard.closed(performance.now());
  }

  async ask(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    await this.#try(async () => {
      const here = await judge(this.#distribution, this.card);
      if (here.verdict.verdict === 'real_card') this.card = ''; // nothing of it is kept
      this.#take(here);
      if (here.verdict.verdict === 'not_on_list') void this.#askOffice(turn);
    });
  }

  /** Selects a family that was found without its card. */
  async found(row: Entitled): Promise<void> {
    this.#turn += 1;
    this.card = '';
    await allEntries();
    this.#take(judgeRow(this.#distribution, row));
  }

  #take(here: Judged): void {
    this.#row = here.row;
    this.#offered = null;
    this.done = null;
    const counted = countedHere(this.#distribution) !== null;
    const closed = counted && (here.verdict.verdict === 'give' || here.verdict.verdict === 'not_on_list');
    this.#show(closed ? { ...here.verdict, verdict: 'closed' } : here.verdict);
  }

  /** A card that is missing from this phone's list may have been added to the office's. The phone's verdict is shown meanwhile. */
  async #askOffice(turn: number): Promise<void> {
    if (this.offline || this.verdict?.verdict === 'closed') return;
    const isCurrent = (): boolean => turn === this.#turn && this.stage === 'verdict';
    try {
      const path = { id: this.#distribution };
      const answer = await askOffice((limit) =>
        post('/api/v1/distributions/{id}/verdict', { card: this.card }, { path, limit }),
      );
      if (!isCurrent() || answer.verdict === 'not_on_list') return;
      this.#offered = due(answer.items);
      this.#show(answer);
      if (answer.verdict === 'give') await refresh(); // meanwhile the office's answer is enough to hand over
    } catch (error) {
      if (isCurrent() && !(error instanceof Problem && error.retryable)) await this.#refused(error);
    }
  }

  #show(answer: Verdict): void {
    this.verdict = answer;
    this.enter('verdict');
    sayVerdict(LOOKS[answer.verdict]);
  }

  /** Serves a family that is not on the list, with a reason. */
  serveOffList(reason: OffListReason): void {
    this.#offList = reason;
    this.#row = null;
    this.enter('hand');
  }

  /** Hands over what is due to the family of the verdict. */
  serve(): void {
    this.#offList = '';
    this.enter('hand');
  }

  async give(collector: Collector, items: Due[], lessReason: LessReason | ''): Promise<void> {
    const id = uuid7();
    const how = this.card === '' ? 'search' : this.card.length > SCANNED ? 'scan' : 'code';
    const lines = items.map(({ item, quantity }) => ({ item, quantity }));
    const code = this.#row?.code || this.verdict?.card_code || (how === 'code' ? this.card : '');
    const handing = { id, distribution: this.#distribution, card: this.card, how, collector, items: lines } as const;
    const rest = { row: this.#row, code, lessReason, offList: this.#offList, place: placeNames(this.site ?? {}) };
    await this.#try(async () => {
      const settled = await settle({ ...handing, ...rest });
      const entitlement = rest.row?.entitlement;
      this.done = {
        ...settled,
        id,
        at: new Date().toISOString(),
        items,
        code,
        entitlement,
        online: settled.how === 'given',
      };
      await this.#steps.leave();
    });
  }

  async #try(work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failure = null;
    try {
      await work();
    } catch (error) {
      await this.#refused(error);
    } finally {
      this.busy = false;
    }
  }

  /** Another phone may have served the family: the refusal is shown as a verdict, with time and place. */
  async #refused(error: unknown): Promise<void> {
    const name = error instanceof Problem ? verdictOf(error.code) : null;
    if (!(error instanceof Problem) || name === null) {
      const mistyped = this.#typed && error instanceof Problem && error.code === 'card_unreadable';
      if (mistyped) this.failure = new Problem('number_mistyped', 422);
      else this.failure = storeProblem(error);
      return;
    }
    const { at, place, place_bn, place_hi } = error.numbers;
    const named = { place: text(place), place_bn: text(place_bn), place_hi: text(place_hi) };
    const base = this.verdict ?? { mark: '' as const, size: 0, items: [], card_code: '' };
    await this.#steps.leave(); // the back key does not return to the handover that was refused
    this.#show({ ...base, verdict: name, at: text(at) || null, ...named });
  }

  /** Undoes the last handover, which was a mistake. */
  async undo(): Promise<void> {
    const { done } = this;
    if (done === null) return;
    await this.#try(async () => {
      await undoHandover(done);
      this.done = null;
      this.note = t('handout.undone');
    });
  }

  /** Ends the current card. */
  next(): void {
    void this.#steps.leave();
  }

  /** The scanner is open again: by a button, or by the back key. */
  rest(): void {
    guard.closed(performance.now());
    this.#turn += 1;
    this.verdict = null;
    this.#row = null;
    this.#offered = null;
    this.#offList = '';
    this.failure = null;
  }
}
