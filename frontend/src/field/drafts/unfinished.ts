// Unfinished forms of this phone, as one list: what each is about, where it was left, and whether its place has ended.

import { asking, to } from '../../lib/address';
import { stepsOf } from '../../lib/forms/registration';
import { type AreaKey, type HouseholdId, idFrom } from '../../lib/ids';
import { isOneOf } from '../../lib/sets';
import { areaName, familyHere, placeEnded } from '../phone/families/families';
import { entriesOf } from '../phone/families/held';
import { forget, keptAll } from '../phone/storage/drafts';
import { dropDraft, isRegistration, type KeptDraft, stepAddress, unfinished } from '../register/draft.svelte';
import { STORE_FORMS, type StoreForm, storeAddress } from '../store/drafts';

/** One unfinished form. */
export interface Unfinished {
  /** Its key for deletion: the id of a registration, the name of another form. */
  key: string;
  kind: 'register' | 'damage' | 'photo' | 'correct' | 'complaint' | 'situation' | StoreForm;
  /** The family's name, or what a form about goods is about; empty while there is none. */
  family: string;
  /** The place's name; empty while there is none. */
  place: string;
  /** The step at which a registration was left, from 1; 0 for a form of one screen. */
  step: number;
  /** The number of its steps. */
  of: number;
  /** The link that continues it. */
  href: string;
  /** The phone's list no longer has the place. */
  ended: boolean;
  /** A saved entry refers to the family, which is registered only when the form is finished. */
  needed: boolean;
}

/** What the forms of one screen have in common, as they are stored. */
interface FormDraft {
  area?: AreaKey | '';
  /** Of a house: with a grade, the photo comes next. */
  grade?: number | null;
  /** Of goods. */
  about?: string;
}

/** The unfinished forms, the newest first. */
export const allUnfinished = (): Unfinished[] => [...unfinished().map(registration), ...forms()].reverse();

/** Deletes an unfinished form. */
export const discard = ({ kind, key }: Unfinished): Promise<void> =>
  kind === 'register' ? dropDraft(key) : forget(key);

function registration(draft: KeptDraft): Unfinished {
  const step = draft.step ?? 'place';
  return {
    key: draft.id,
    kind: 'register',
    family: draft.name.trim(),
    place: areaName(draft.area, draft.areaName),
    step: stepsOf(draft).indexOf(step) + 1,
    of: stepsOf(draft).length,
    href: `#/${stepAddress(draft.id, step)}`,
    ended: placeEnded(draft.area),
    needed: entriesOf(draft.id).length > 0,
  };
}

const FORMS = ['damage', 'photo', 'correct', 'complaint', 'situation'] as const;

function forms(): Unfinished[] {
  return keptAll<FormDraft>().flatMap(({ name, value }) => {
    if (isRegistration(name)) return [];
    const [, kind = '', subject = ''] = /^(\w+)[. ]?(.*)$/.exec(name) ?? [];
    if (isOneOf(STORE_FORMS, kind)) return [ofGoods(name, kind, subject, value)];
    return isOneOf(FORMS, kind) ? [form(name, kind, subject, value)] : [];
  });
}

function form(
  key: string,
  kind: Exclude<Unfinished['kind'], 'register' | StoreForm>,
  subject: string,
  draft: FormDraft,
): Unfinished {
  const area = draft.area ?? '';
  const family = subject === '' ? '' : (familyHere(idFrom<HouseholdId>(subject))?.name ?? '');
  const questions = subject === '' && area !== '' && !placeEnded(area);
  const parts = [subject, (draft.grade ?? null) === null ? '' : 'photo'].filter((part) => part !== '');
  const href = questions ? `#/${asking(kind, { step: 'questions' })}` : to(kind, ...parts);
  return { key, kind, family, place: areaName(area), step: 0, of: 1, href, ended: placeEnded(area), needed: false };
}

function ofGoods(key: string, kind: StoreForm, subject: string, { about = '' }: FormDraft): Unfinished {
  const href = `#/${storeAddress(kind, subject)}`;
  return { key, kind, family: about, place: '', step: 0, of: 1, href, ended: false, needed: false };
}
