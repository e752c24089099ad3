// What may be given: a coordinator gives the roles of the field and the stores, an administrator any.

import type { Grant, Role } from '../../lib/api/types';
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

/** Roles over one area, as the form shows them. */
export interface Block {
  path: string;
  name: string;
  roles: Role[];
}

/** Grants by area, in the order in which the areas come. */
export function blocksOf(grants: readonly Grant[], nameOf: (grant: Grant) => string): Block[] {
  const blocks = new Map<string, Block>();
  for (const grant of grants) {
    const block = blocks.get(grant.area_path) ?? { path: grant.area_path, name: nameOf(grant), roles: [] };
    block.roles.push(grant.role);
    blocks.set(grant.area_path, block);
  }
  return [...blocks.values()];
}

/** What an entry carries. */
export function grantsOf(blocks: readonly Block[]): { role: Role; area_path: string }[] {
  return blocks.flatMap((block) => block.roles.map((role) => ({ role, area_path: block.path })));
}
