// What the state of a waybill looks like: never a colour alone.

import type { Waybill } from '../../lib/api/types';
import type { Tone } from '../../lib/ui/statuses';

export const WAYBILL_TONE: Record<Waybill['state'], Tone> = {
  drafted: 'off',
  sent: 'info',
  arrived: 'look',
  closed: 'ok',
};
