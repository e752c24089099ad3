// What the state of a waybill looks like: never a colour alone.

import type { Tone } from '../../lib/ui/statuses';
import type { Waybill } from '../types';

export const WAYBILL_TONE: Record<Waybill['state'], Tone> = {
  drafted: 'off',
  sent: 'info',
  arrived: 'look',
  closed: 'ok',
};
