// State machine of one service point, from one card to the next. The screens only display it.

import { post } from '../../lib/api';
import type { Collector, LessReason, OffListReason } from '../../lib/api/types';
import { t } from '../../lib/i18n.svelte';
import type { DistributionId } from '../../lib/ids';
import { Problem } from '../../lib/problem';
import { uuid7 } from '../../lib/uuid7';
import { allEntries, save } from '../phone/outbox/outbox.svelte';
import { due, type Entitled, pack, refresh, type Site } from '../phone/pack/pack.svelte';
import { storeProblem } from '../phone/storage/store';
import { type Settled, settle } from '../phone/sync/give';
import { syncState } from '../phone/sync/sync.svelte';
import { type Due, placeNames, type Verdict } from '../types';
import { judge, judgeRow } from './here';
import { SameCard } from './samecard';
import { sayVerdict } from './sound';
import { LOOKS, verdictOf } from './verdicts';

export type Stage = 'scan' | 'find' | 'verdict' | 'off' | 'hand' | 'given';

const SCANNED = 20;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export class Desk {
  stage = $state<Stage>('scan');
  verdict = $state.raw<Verdict | null>(null);
  settled = $state.raw<{ how: Settled; id: string; items: Due[] } | null>(null);
  busy = $state(false);
  failure = $state.raw<unknown>(null);
  note = $state('');
  /** Number of handovers since the screen was opened. */
  given = $state(0);
  card = $state('');
  #typed = false;
  #row = $state.raw<Entitled | null>(null);
  #offList: OffListReason | '' = '';
  readonly #guard = new SameCard();
  readonly #distribution: DistributionId;

  constructor(distribution: DistributionId) {
    this.#distribution = distribution;
  }

  get site(): Site | undefined {
    return pack()?.sites.find((one) => one.distribution === this.#distribution);
  }

  get offline(): boolean {
    return syncState().line === 'none' || !navigator.onLine;
  }

  /** The items due: to the family of the card, or to a recipient off the list. */
  get due(): Due[] {
    if (this.#row !== null) return due(this.#row.items);
    return due((this.site?.lines ?? []).map(({ item, per_household }) => ({ item, quantity: per_household })));
  }

  /** A card in front of the camera, or a number that was typed: that is always looked up. */
  seen(text: string, typed: boolean): void {
    if (this.busy || this.stage !== 'scan') return;
    if (!this.#guard.admit(text, performance.now()) && !typed) {
      this.note = t('scan.same_card');
      return;
    }
    this.note = '';
    this.card = text;
    this.#typed = typed;
    void this.ask();
  }

  async ask(): Promise<void> {
    await this.#try(async () => {
      const here = await judge(this.#distribution, this.card);
      this.#row = here.row;
      this.#show(here.verdict.verdict === 'not_on_list' ? await this.#office(here.verdict) : here.verdict);
      if (this.verdict?.verdict === 'give' && here.row === null) await this.#fetch();
    });
  }

  /** Selects a family that was found without its card. */
  async found(row: Entitled): Promise<void> {
    this.card = '';
    this.#row = row;
    await allEntries();
    this.#show(judgeRow(this.#distribution, row).verdict);
  }

  /** A card that is missing from this phone's list may have been added to the office's. */
  async #office(here: Verdict): Promise<Verdict> {
    if (this.offline) return here;
    try {
      return await post(
        '/api/v1/distributions/{id}/verdict',
        { card: this.card },
        { path: { id: this.#distribution } },
      );
    } catch (error) {
      if (error instanceof Problem && error.retryable) return here;
      throw error;
    }
  }

  /** The office's list has this family and this phone's has not: the list is refreshed before the handover. */
  async #fetch(): Promise<void> {
    await refresh();
    const here = await judge(this.#distribution, this.card);
    this.#row = here.row;
    this.#show(here.verdict);
  }

  #show(answer: Verdict): void {
    this.verdict = answer;
    this.stage = 'verdict';
    sayVerdict(LOOKS[answer.verdict]);
  }

  /** Serves a family that is not on the list, with a reason. */
  serveOffList(reason: OffListReason): void {
    this.#offList = reason;
    this.#row = null;
    this.stage = 'hand';
  }

  async give(collector: Collector, items: Due[], lessReason: LessReason | ''): Promise<void> {
    const id = uuid7();
    const how = this.card === '' ? 'search' : this.card.length > SCANNED ? 'scan' : 'code';
    const lines = items.map(({ item, quantity }) => ({ item, quantity }));
    const handing = { id, distribution: this.#distribution, card: this.card, how, collector, items: lines } as const;
    const rest = { row: this.#row, lessReason, offList: this.#offList, place: placeNames(this.site ?? {}) };
    await this.#try(async () => {
      this.settled = { how: await settle({ ...handing, ...rest }), id, items };
      this.given += 1;
      this.stage = 'given';
    });
  }

  async #try(work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failure = null;
    try {
      await work();
    } catch (error) {
      this.#refused(error);
    } finally {
      this.busy = false;
    }
  }

  /** Another phone may have served the family: the refusal is shown as a verdict, with time and place. */
  #refused(error: unknown): void {
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
    this.#show({
      ...base,
      verdict: name,
      at: text(at) || null,
      ...named,
    });
  }

  /** Undoes a handover that was recorded by mistake, until the next scan. */
  async undo(): Promise<void> {
    const done = this.settled;
    if (done?.how !== 'recorded') return;
    await this.#try(async () => {
      const payload = { id: uuid7(), handover: done.id, reason: 'by_mistake' as const };
      const entitlement = this.#row === null ? {} : { entitlement: this.#row.entitlement };
      await save('handover.undo', payload, { title: this.#row?.code ?? '', ...entitlement, payload });
      this.given -= 1;
      this.next();
    });
  }

  next(): void {
    this.#guard.closed(performance.now());
    this.verdict = null;
    this.#row = null;
    this.#offList = '';
    this.settled = null;
    this.failure = null;
    this.stage = 'scan';
  }
}
