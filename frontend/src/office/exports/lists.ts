// Which lists may be taken out, and by whom. The server decides again for every request.

import type { Role } from '../../lib/api/types';
import { holds } from '../../lib/session.svelte';

export const LISTS = ['households', 'assessments', 'handovers', 'stock'] as const;
export type ListName = (typeof LISTS)[number];

const TAKERS: Record<ListName, Role[]> = {
  households: ['outreach_worker', 'coordinator'],
  assessments: ['outreach_worker', 'coordinator'],
  handovers: ['coordinator', 'auditor'],
  stock: ['storekeeper', 'coordinator', 'auditor'],
};

export const mayTakeOut = (list: ListName): boolean => holds(...TAKERS[list]);
