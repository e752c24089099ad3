// The kinds of lists that can be imported.

import type { ListKind } from '../../lib/api/types';

export const KINDS = ['households', 'items'] as const satisfies readonly ListKind[];
export type Kind = (typeof KINDS)[number];
