// Who is offered which part of the office. The server decides again for every request.

import type { Role } from '../lib/api/types';
import { account, holds } from '../lib/session.svelte';

export const SECTIONS = [
  'desk',
  'overview',
  'stock',
  'households',
  'cards',
  'forms',
  'distributions',
  'campaigns',
  'exceptions',
  'complaints',
  'situations',
  'exports',
  'devices',
  'protection',
  'people',
  'imports',
  'jobs',
] as const;
export type Section = (typeof SECTIONS)[number];

const MAY_SEE: Record<Exclude<Section, 'desk'>, Role[]> = {
  overview: ['outreach_worker', 'coordinator', 'auditor'],
  stock: ['storekeeper', 'coordinator', 'auditor', 'administrator'],
  households: ['outreach_worker', 'coordinator', 'protection_officer'],
  cards: ['coordinator'],
  forms: ['outreach_worker', 'coordinator', 'administrator'],
  distributions: ['coordinator', 'distributor', 'auditor'],
  campaigns: ['treasurer', 'coordinator', 'auditor'],
  exceptions: ['coordinator', 'storekeeper', 'auditor', 'protection_officer', 'administrator'],
  complaints: ['coordinator', 'protection_officer'],
  situations: ['coordinator', 'auditor', 'storekeeper', 'outreach_worker', 'distributor'],
  protection: ['protection_officer'],
  exports: ['outreach_worker', 'coordinator', 'storekeeper', 'auditor'],
  devices: ['administrator', 'coordinator'],
  people: ['administrator', 'coordinator'],
  imports: ['administrator', 'coordinator'],
  jobs: ['administrator', 'coordinator'],
};

export function mayOpen(section: Section): boolean {
  return section === 'desk' || holds(...MAY_SEE[section]);
}

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
