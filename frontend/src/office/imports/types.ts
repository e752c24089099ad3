// The shapes of imports and jobs, as the server writes them (internal/web/imports.go).

import type { AreaKey } from '../../lib/ids';
import type { PEOPLE } from '../types';

export const KINDS = ['households', 'items'] as const;
export type Kind = (typeof KINDS)[number];
export type Policy = 'hold' | 'register';

export interface Column {
  column: string;
  field: string;
  values?: Record<string, string>;
  unreadable?: string;
}

export interface Mapping {
  columns: Column[];
  defaults?: Record<string, string>;
  area?: { level?: string; within?: AreaKey | ''; parent_level?: string; issuer?: string };
  size_as?: string;
  date_order?: string;
  consent?: { how: string; language: string; on?: string };
  [other: string]: unknown;
}

export interface Kept {
  id: string;
  name: string;
  header: string[];
  suggest: Record<Kind, string[]>;
  rows: string[][];
}

export interface Fields {
  households: string[];
  items: string[];
  several: string[];
  limit_bytes: number;
  keep_days: number;
}

export interface NamedMapping {
  kind: Kind;
  name: string;
  mapping: Mapping;
}

export interface RowProblem {
  line: number;
  status: 'refused' | 'held';
  column: string;
  code: string;
  message: string;
  resembles: string;
  occurrence: number;
}

export interface PreviewRow {
  line: number;
  household?: {
    name: string;
    phone: string;
    area: string;
    people: Record<(typeof PEOPLE)[number], number>;
    house: string;
    criteria: string[];
  };
  item?: { code: string; name: string; unit: string; picture: string };
  problem?: RowProblem;
}

export interface Job {
  id: string;
  kind: Kind;
  file_name: string;
  started_by: string;
  dry_run: boolean;
  similar: Policy;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  code: string;
  reason: string;
  total: number;
  read: number;
  kept: number;
  unchanged: number;
  held: number;
  refused: number;
  result: boolean;
  created_at: string;
  began_at: string | null;
  beat_at: string | null;
  ended_at: string | null;
}

export interface JobDetail extends Job {
  file: string; // empty when one may not read it
  mapping: Mapping;
  problems: RowProblem[];
}

export interface NewJob {
  file: string;
  kind: Kind;
  mapping: Mapping;
  dry_run: boolean;
  similar: Policy;
}
