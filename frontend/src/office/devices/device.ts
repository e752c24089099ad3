// A phone as the office lists it: one worker on one phone.

import type { Device } from '../../lib/api/types';

const SILENT_MS = 48 * 3600 * 1000;

/** It is in use, and had no contact for two days. */
export const isSilent = (one: Device): boolean =>
  one.withdrawn_at === null &&
  !one.account_ended &&
  Date.now() - Date.parse(one.last_at ?? one.enrolled_at) > SILENT_MS;

/** Withdrawn as lost or stolen: somebody else may have it. */
export const isLost = (one: Device): boolean => one.withdrawn_at !== null && ['lost', 'stolen'].includes(one.reason);
