// The shapes of people, their roles and organisations, as the server writes them (internal/web/people.go).

import type { AccountId, OrganisationId } from '../lib/ids';
import type { Role } from '../lib/session.svelte';

export interface Grant {
  role: Role;
  area_path: string;
  area_name: string;
  area_name_bn: string;
}

export type PersonState = 'waiting' | 'invited' | 'expired' | 'come' | 'ended';

export interface Person {
  id: AccountId;
  login: string;
  name: string;
  language: string;
  organisation: OrganisationId;
  roles: Role[];
  grants: Grant[];
  version: number;
  state: PersonState;
  expires_at: string | null;
  mine: boolean;
  steward: boolean;
}

export interface Organisation {
  id: OrganisationId;
  name: string;
  own: boolean;
  login_suffix: string;
}

export interface PersonRow {
  line: number;
  state: 'new' | 'there' | 'wrong' | 'added';
  name: string;
  login: string;
  generated: boolean;
  roles: Role[];
  area_name: string;
  area_name_bn?: string;
  area_name_hi?: string;
  language: string;
  problems: { column: string; code: string }[];
}
