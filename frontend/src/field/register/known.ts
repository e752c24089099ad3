// What this phone knows of a registered family: of its own registration all, of a family of the pack less, and of one that
// only the office has what the office reported as alike.

import type { Similar } from '../../lib/api/types';
import { detailsOf } from '../phone/outbox/entrydetails';
import { entries } from '../phone/outbox/outbox.svelte';
import { pack } from '../phone/pack/pack.svelte';
import type { KnownFamily } from './same';

export function knownHere(family: Similar): KnownFamily {
  const reported: KnownFamily = {
    household: family.id,
    name: family.name,
    phone: family.phone_last4,
    size: family.size,
  };
  return { ...reported, ...ofPack(family.id), ...registered(family.id) };
}

function ofPack(id: string): Partial<KnownFamily> {
  const row = pack()?.families.find((one) => one.household === id);
  if (row === undefined) return {};
  const { name, also_called, phone4, area, size, house, mark, version = 1 } = row;
  return { name, also_called, phone: phone4, area, size, house, mark, version };
}

function registered(id: string): Partial<KnownFamily> {
  const said = entries()
    .map((row) => detailsOf(row, 'household.register'))
    .find((one) => one?.id === id);
  if (said === undefined) return {};
  const { area, landmark, phone, people, criteria, house } = said;
  return { area, landmark, phone, people, criteria: criteria ?? [], house, mark: said.mark ?? '' };
}
