// Who is offered which part of the office, and how the menu groups it. The server decides again for every request.

import type { Role } from '../lib/api/types';
import { account, holds } from '../lib/session.svelte';

/** The groups of the menu and their pages, in its order. A new page is one name here and one line in MAY_SEE. */
export const GROUPS = {
  todo: ['desk', 'pending'],
  counts: ['overview', 'exports'],
  families: ['households', 'houses', 'written', 'withdrawals'],
  relief: ['distributions', 'cards'],
  goods: ['stock', 'waybills', 'items'],
  trouble: ['exceptions', 'complaints', 'situations', 'protection'],
  staff: ['people', 'devices'],
  lists: ['imports', 'jobs', 'forms', 'places', 'start'],
  donations: ['campaigns'],
} as const;

export type Group = keyof typeof GROUPS;
export type Section = (typeof GROUPS)[Group][number];
export const SECTIONS: readonly Section[] = Object.values(GROUPS).flat();

const MANAGERS: Role[] = ['administrator', 'coordinator'];

const MAY_SEE: Record<Exclude<Section, 'desk' | 'pending'>, Role[]> = {
  overview: ['outreach_worker', 'coordinator', 'auditor'],
  stock: ['storekeeper', 'coordinator', 'auditor', 'administrator'],
  waybills: ['storekeeper', 'coordinator', 'auditor'],
  items: ['storekeeper', 'coordinator', 'auditor', 'administrator'],
  households: ['outreach_worker', 'coordinator', 'protection_officer'],
  houses: ['outreach_worker', 'coordinator'],
  written: MANAGERS,
  withdrawals: ['coordinator', 'protection_officer', 'administrator'],
  cards: ['coordinator'],
  forms: ['outreach_worker', 'coordinator', 'administrator'],
  distributions: ['coordinator', 'distributor', 'auditor'],
  campaigns: ['treasurer', 'coordinator', 'auditor'],
  exceptions: ['coordinator', 'storekeeper', 'auditor', 'protection_officer', 'administrator'],
  complaints: ['coordinator', 'protection_officer'],
  situations: ['coordinator', 'auditor', 'storekeeper', 'outreach_worker', 'distributor'],
  protection: ['protection_officer'],
  exports: ['outreach_worker', 'coordinator', 'storekeeper', 'auditor'],
  devices: MANAGERS,
  people: MANAGERS,
  imports: MANAGERS,
  jobs: MANAGERS,
  places: MANAGERS,
  start: MANAGERS,
};

export function mayOpen(section: Section): boolean {
  return section === 'desk' || section === 'pending' || holds(...MAY_SEE[section]);
}

/** The groups of the menu with the pages that the reader may open. */
export const menu = (): { group: Group; sections: Section[] }[] =>
  (Object.keys(GROUPS) as Group[])
    .map((group) => ({ group, sections: (GROUPS[group] as readonly Section[]).filter(mayOpen) }))
    .filter((one) => one.sections.length > 0);

/** Goods are moved by storekeepers and coordinators; their ledgers are also read by auditors. */
export const mayMoveGoods = (): boolean => holds('storekeeper', 'coordinator');
export const mayReadLedgers = (): boolean => holds('storekeeper', 'coordinator', 'auditor');
export const mayAddGoods = (): boolean => holds('administrator', 'coordinator');
export const isCoordinator = (): boolean => holds('coordinator');
/** Coordinators and administrators print forms. */
export const isIssuer = (): boolean => holds('coordinator', 'administrator');
export const isTreasurer = (): boolean => holds('treasurer');
/** The steward changes what all organisations share: places and the common items. */
export const isSteward = (): boolean => holds('administrator') && account()?.steward === true;
