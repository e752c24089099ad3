// Shape, tone, sound and vibration of each verdict. Colour is the fourth distinction after shape, text and sound; all sounds
// are equally loud, because bystanders hear them.

import type { VerdictName } from '../../lib/api/types';
import type { Code } from '../../lib/problem';
import type { ShownVerdict } from '../types';

export type Shape = 'circle' | 'triangle' | 'square' | 'octagon' | 'unknown' | 'box';

export interface Look {
  shape: Shape;
  tone: 'ok' | 'look' | 'info' | 'stop' | 'off' | 'empty';
  /** Tones in hertz and milliseconds, one after the other. */
  sound: readonly { hertz: number; ms: number }[];
  vibration: readonly number[];
}

const STOP: Look = { shape: 'octagon', tone: 'stop', sound: [{ hertz: 220, ms: 350 }], vibration: [350] };
const UNKNOWN: Look = { shape: 'unknown', tone: 'off', sound: [{ hertz: 900, ms: 15 }], vibration: [40] };

export const LOOKS: Record<ShownVerdict, Look> = {
  give: {
    shape: 'circle',
    tone: 'ok',
    sound: [
      { hertz: 660, ms: 90 },
      { hertz: 880, ms: 90 },
    ],
    vibration: [80],
  },
  already_given: {
    shape: 'triangle',
    tone: 'look',
    sound: [
      { hertz: 440, ms: 90 },
      { hertz: 440, ms: 90 },
    ],
    vibration: [120, 80, 120],
  },
  not_on_list: { shape: 'square', tone: 'info', sound: [{ hertz: 440, ms: 120 }], vibration: [120] },
  withdrawn: STOP,
  expired: STOP,
  not_ours: UNKNOWN,
  altered: UNKNOWN,
  finished: { shape: 'box', tone: 'empty', sound: [], vibration: [120] },
  closed: { shape: 'box', tone: 'empty', sound: [], vibration: [120] },
  real_card: UNKNOWN,
};

const REFUSALS: Partial<Record<Code, VerdictName>> = {
  already_served: 'already_given',
  not_on_list: 'not_on_list',
  card_withdrawn: 'withdrawn',
  card_expired: 'expired',
  card_not_ours: 'not_ours',
  card_altered: 'altered',
  insufficient_stock: 'finished',
};

/** The verdict for the fault code of a refused handover, or null where the code is not about the card. */
export function verdictOf(code: Code): VerdictName | null {
  return REFUSALS[code] ?? null;
}
