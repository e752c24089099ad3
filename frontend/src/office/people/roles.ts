// What may be given: a coordinator gives the roles of the field and the stores, an administrator any.

import type { Grant, Role } from '../../lib/api/types';
import { isoDay, ZONE } from '../../lib/formats';
import { holds } from '../../lib/session.svelte';

const ALL: Role[] = [
  'outreach_worker',
  'distributor',
  'storekeeper',
  'coordinator',
  'treasurer',
  'auditor',
  'protection_officer',
  'administrator',
];
const BELOW = ALL.slice(0, 3);

export const EVERYWHERE = '/';

export const rolesToGive = (): Role[] => (holds('administrator') ? ALL : BELOW);

/** Roles over one area with one end, as the form shows them. */
export interface Block {
  path: string;
  name: string;
  roles: Role[];
  /** The last day, as 2020-06-05; empty: without an end. */
  until: string;
}

/** Grants by area and end, in the order in which the areas come. */
export function blocksOf(grants: readonly Grant[], nameOf: (grant: Grant) => string): Block[] {
  const blocks = new Map<string, Block>();
  for (const grant of grants) {
    const until = grant.ends_at === null ? '' : lastDay(grant.ends_at);
    const key = `${grant.area_path} ${until}`;
    const block = blocks.get(key) ?? { path: grant.area_path, name: nameOf(grant), roles: [], until };
    block.roles.push(grant.role);
    blocks.set(key, block);
  }
  return [...blocks.values()];
}

/** What an entry carries. */
export function grantsOf(blocks: readonly Block[]): { role: Role; area_path: string; ends_at?: string }[] {
  return blocks.flatMap((block) =>
    block.roles.map((role) => ({
      role,
      area_path: block.path,
      ...(block.until === '' ? {} : { ends_at: endOf(block.until) }),
    })),
  );
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** The moment at which a day ends in the installation's time zone. */
export function endOf(day: string): string {
  const midnight = Date.parse(`${day}T00:00:00Z`) + DAY_MS;
  return new Date(midnight - offsetAt(midnight)).toISOString();
}

/** The last day before a moment, in the installation's time zone. */
export const lastDay = (moment: string): string => isoDay(new Date(Date.parse(moment) - 1));

/** How far the installation's time zone is ahead of UTC, in milliseconds. */
function offsetAt(moment: number): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone: ZONE, timeZoneName: 'longOffset' }).formatToParts(moment);
  const text = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * MINUTE_MS;
}

/** Whether the last day of a role is over. */
export const hasEnded = (grant: Pick<Grant, 'ends_at'>): boolean =>
  grant.ends_at !== null && Date.parse(grant.ends_at) <= Date.now();
