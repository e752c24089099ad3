// Duplicate check against the families of this phone: the same last digits of the phone number, a phonetically equal name in
// the same block, or a name that is alike word by word in the same panchayat. The worker decides.

import type { Similar } from '../../../lib/api/types';
import { type PackArea, pack } from '../pack/pack.svelte';
import { called } from './called';
import { areaNames, type Known, registeredHere } from './families';
import { nameLikeness, nameWords } from './likeness';
import { type KeyVersion, keyVersion, nameSound, sounds } from './sound';

const MOST = 8;
const BLOCK_DEPTH = 3; // state, district, block
const PANCHAYAT_DEPTH = 4;

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
  const path = paths.get(probe.area) ?? '';
  const block = within(path, BLOCK_DEPTH);
  if (block === '') return [];
  const near = known.filter(
    (one) => one.household !== probe.id && within(paths.get(one.area) ?? '', BLOCK_DEPTH) === block,
  );
  const likenessTo = compares(probe.name, version);
  const phone4 = probe.phone.slice(-4);
  return near
    .map((one) => {
      const name = likenessTo(one);
      const here = within(paths.get(one.area) ?? '', PANCHAYAT_DEPTH) === within(path, PANCHAYAT_DEPTH);
      const reasons = {
        phone: phone4 !== '' && one.phone4 === phone4,
        name: name.same,
        name_in_part: !name.same && here && name.likeness > 0,
        place: one.area === probe.area,
      };
      return { similar: similarTo(one, reasons), likeness: name.likeness };
    })
    .filter(({ similar: { why } }) => why.some((reason) => reason !== 'place'))
    .sort((a, b) => weight(b.similar) - weight(a.similar) || b.likeness - a.likeness)
    .slice(0, MOST)
    .map(({ similar }) => similar);
}

/** Compares the names of families with a name. The keys of the pack are of a version. */
function compares(name: string, version: KeyVersion): (one: Known) => { same: boolean; likeness: number } {
  const sound = nameSound(name);
  const said = sounds(name);
  const words = nameWords(name);
  return (one) => {
    const differs = version === 3 && !(one.sounds?.some((word) => said.includes(word)) ?? true); // nearly all
    if (sound === '' || differs) return { same: false, likeness: 0 };
    const names = [one.name, one.also_called];
    return {
      same: names.some((each) => nameSound(each) === sound),
      likeness: Math.max(...names.map((each) => nameLikeness(words, nameWords(each)))),
    };
  };
}

const REASONS = ['phone', 'name', 'name_in_part', 'place'] as const satisfies readonly Similar['why'][number][];
const WEIGHTS = { phone: 8, name: 4, name_in_part: 2, place: 1 } as const;

const weight = ({ why }: Similar): number => why.reduce((sum, reason) => sum + WEIGHTS[reason], 0);

function similarTo(one: Known, reasons: Record<keyof typeof WEIGHTS, boolean>): Similar {
  return {
    id: one.household,
    name: called({ card: '', ...one }),
    phone_last4: one.phone4,
    ...areaNames(one.area),
    size: one.size,
    why: REASONS.filter((reason) => reasons[reason]),
  };
}

/** The path of the area of this depth that an area is in. */
const within = (path: string, depth: number): string =>
  path
    .split('/')
    .slice(0, depth + 1)
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
