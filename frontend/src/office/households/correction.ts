// Which fields of a family a form changes: only those go to the server, so that another's correction is not written over.

import type { Family, Payloads } from '../../lib/api/types';
import type { AreaKey } from '../../lib/ids';
import { COUNTED } from '../types';

export interface Draft {
  area: AreaKey | '';
  name: string;
  also_called: string;
  phone: string;
  phone_of: string;
  landmark: string;
  house: string;
  criteria: string[];
  people: Record<(typeof COUNTED)[number], number>;
}

export function draftOf(family: Family): Draft {
  return {
    area: '',
    name: family.own_name,
    also_called: family.also_called,
    phone: family.phone,
    phone_of: family.phone_of,
    landmark: family.landmark,
    house: family.house,
    criteria: [...family.criteria],
    people: { ...family.people, unstated: family.people.unstated ?? 0 },
  };
}

type Changes = Omit<Payloads['household.correct'], 'household' | 'base_version'>;

const TEXTS = ['name', 'also_called', 'phone', 'phone_of', 'landmark', 'house'] as const;

/** A family as it was recorded: lists call one without a name by its designation. */
const before = (family: Family): Family => ({ ...family, name: family.own_name });

/** The payload of household.correct without what stays as it is. An area is named only when the family has moved. */
export function changesOf(family: Family, draft: Draft): Changes {
  const changes: Changes = {};
  for (const key of TEXTS) if (draft[key].trim() !== before(family)[key]) changes[key] = draft[key].trim();
  if (draft.area !== '' && draft.area !== family.area) changes.area = draft.area;
  if ([...draft.criteria].sort().join() !== [...family.criteria].sort().join()) changes.criteria = draft.criteria;
  const people = COUNTED.filter((who) => draft.people[who] !== (family.people[who] ?? 0));
  if (people.length > 0) changes.people = Object.fromEntries(people.map((who) => [who, draft.people[who]]));
  return changes;
}
