// A phone as the office lists it: one worker on one phone.

export interface Device {
  credential: string;
  device_name: string;
  name: string;
  login: string;
  enrolled_at: string;
  account_ended: boolean;
  withdrawn_at: string | null;
  reason: string;
  last_at: string | null;
  app: string;
  waiting: number;
  photos: number;
  oldest_at: string | null;
  skew_seconds: number;
  missing: number;
  gaps: [number, number][];
  gone: number;
}

const SILENT_MS = 48 * 3600 * 1000;

export const silent = (one: Device): boolean => Date.now() - Date.parse(one.last_at ?? one.enrolled_at) > SILENT_MS;

/** Withdrawn as lost or stolen: somebody else may have it. */
export const isLost = (one: Device): boolean => one.withdrawn_at !== null && ['lost', 'stolen'].includes(one.reason);
