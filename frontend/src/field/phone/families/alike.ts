// Duplicate check against the families of this phone: the same last digits of the phone number, or a phonetically equal name
// in the same block. The worker decides.

import type { Similar } from '../../../lib/api/types';
import { type PackArea, pack } from '../pack/pack.svelte';
import { areaNames, type Known, registeredHere } from './families';
import { type KeyVersion, keyVersion, nameSound, sounds } from './sound';

const MOST = 8;
const BLOCK_DEPTH = 3;

/** The family that is being registered. */
export interface Probe {
  id: string;
  name: string;
  phone: string;
  area: string;
}

/** The likeliest matches first, at most eight. */
export function alike(probe: Probe, known: Known[], areas: PackArea[], version: KeyVersion = 3): Similar[] {
  const paths = new Map<string, string>(areas.map((area) => [area.area, area.path]));
  const block = blockOf(paths.get(probe.area) ?? '');
  if (block === '') return [];
  const near = known.filter((one) => one.household !== probe.id && blockOf(paths.get(one.area) ?? '') === block);
  const heard = hears(probe.name, version);
  const phone4 = probe.phone.slice(-4);
  return near
    .map((one) =>
      likeness(one, {
        phone: phone4 !== '' && one.phone4 === phone4,
        name: heard(one),
        place: one.area === probe.area,
      }),
    )
    .filter(({ why }) => why.includes('phone') || why.includes('name'))
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, MOST);
}

/** Whether one of the family's names is phonetically equal to the name. The keys of the pack are of a version. */
function hears(name: string, version: KeyVersion): (one: Known) => boolean {
  const sound = nameSound(name);
  const words = sounds(name);
  return (one) => {
    if (sound === '') return false;
    if (version === 3 && !(one.sounds?.some((word) => words.includes(word)) ?? true)) return false; // nearly all
    return nameSound(one.name) === sound || nameSound(one.also_called) === sound;
  };
}

const REASONS = ['phone', 'name', 'place'] as const satisfies readonly Similar['why'][number][];
const WEIGHTS = { phone: 4, name: 2, place: 1 } as const;

const weight = ({ why }: Similar): number => why.reduce((sum, reason) => sum + WEIGHTS[reason], 0);

function likeness(one: Known, reasons: Record<keyof typeof WEIGHTS, boolean>): Similar {
  return {
    id: one.household,
    name: one.name,
    phone_last4: one.phone4,
    ...areaNames(one.area),
    size: one.size,
    why: REASONS.filter((reason) => reasons[reason]),
  };
}

const blockOf = (path: string): string =>
  path
    .split('/')
    .slice(0, BLOCK_DEPTH + 1)
    .join('/');

/** Possible duplicates among the families of this phone. */
export function alikeHere(probe: Probe): Similar[] {
  const carried = pack();
  return alike(
    probe,
    [...(carried?.families ?? []), ...registeredHere()],
    carried?.areas ?? [],
    keyVersion(carried?.manifest),
  );
}
