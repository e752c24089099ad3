// A visit at which a family was not reached: its results, and the day on which to come back.

import type { Payloads } from '../../lib/api/types';
import { isoDay } from '../../lib/formats';
import { date, t } from '../../lib/i18n.svelte';
import type { HouseholdId } from '../../lib/ids';
import { uuid7 } from '../../lib/uuid7';

type Visit = Payloads['household.visit'];

/** What a worker chooses: a result, and after how many days to come back. */
export const RESULTS = [
  { result: 'come_back', days: 1 },
  { result: 'come_back', days: 3 },
  { result: 'come_back', days: 7 },
  { result: 'gone', days: 0 },
  { result: 'flooded', days: 0 },
  { result: 'refused', days: 0 },
] as const satisfies readonly { result: Visit['result']; days: number }[];
export type Result = (typeof RESULTS)[number];

const DAY_MS = 86_400_000;

/** The day after a number of days. */
export const dayAfter = (days: number, now = Date.now()): string => isoDay(new Date(now + days * DAY_MS));

/** The payload of household.visit. */
export const visitOf = (household: HouseholdId, { result, days }: Result, now = Date.now()): Visit => ({
  id: uuid7(),
  household,
  result,
  ...(days > 0 ? { again_on: dayAfter(days, now) } : {}),
});

/** The result of a visit in words. */
export const resultOf = ({ result, again_on = '' }: Pick<Visit, 'result' | 'again_on'>): string =>
  result === 'come_back' ? t('visit.come_back_on', { day: date(again_on) }) : t(`visit.${result}`);
