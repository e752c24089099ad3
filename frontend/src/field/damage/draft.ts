// What is asked of a house before it is saved: the grade and its photos, or photos alone of a house that was graded before.

import type { House, Payloads } from '../../lib/api/types';
import type { AssessmentId, HouseholdId, PhotoId } from '../../lib/ids';
import type { Language } from '../../lib/language';
import { uuid7 } from '../../lib/uuid7';
import { entriesOf } from '../phone/families/held';
import { detailsOf } from '../phone/outbox/entrydetails';
import type { Photo } from '../phone/outbox/outbox.svelte';
import { pack } from '../phone/pack/pack.svelte';
import type { Grade } from '../types';
import { blobOf } from './photo';

/** Why there is no photo. */
export type NoPhoto = 'refused' | 'camera' | 'none';

/** A photo in a draft, as text. */
export interface Taken {
  id: PhotoId;
  data: string;
}

export interface HouseDraft {
  id: AssessmentId;
  grade: Grade | null;
  photos: Taken[];
  note: string;
  /** The house type, of a family that did not state it. */
  house?: House | null;
}

export const emptyHouse = (): HouseDraft => ({ id: uuid7<AssessmentId>(), grade: null, photos: [], note: '' });

export const begun = (draft: HouseDraft): boolean =>
  draft.grade !== null || draft.photos.length > 0 || draft.note !== '' || (draft.house ?? null) !== null;

/** The name under which a draft is stored: of a grade, or of photos alone. */
export const draftName = (household: HouseholdId, later: boolean): string =>
  `${later ? 'photo' : 'damage'}.${household}`;

/** The photos of a draft as they are saved. */
export const pictures = (draft: HouseDraft): Photo[] =>
  draft.photos.map((photo) => ({ id: photo.id, blob: blobOf(photo.data) }));

/**
 * The answer to the purpose photo of consent that is to be recorded: no, or yes after a no. Null: nothing has changed, and
 * a photo that was agreed to needs no entry of its own.
 */
export function answerToRecord(
  household: HouseholdId,
  refuses: boolean,
  said: { how: 'read_by_me' | 'played'; language: Language },
): Payloads['consent.record'] | null {
  if (refusedPhoto(household) === refuses) return null;
  return { id: uuid7(), household, purpose: 'photo', given: !refuses, ...said };
}

/**
 * Whether a family wants no photo, and is not asked again: its newest answer was no, on this phone or, as the pack tells
 * without a reason, on another one. An answer that the pack cannot have yet is newer than the pack.
 */
export function refusedPhoto(household: HouseholdId): boolean {
  const row = entriesOf(household).find(
    (one) => one.state !== 'settled' && detailsOf(one, 'consent.record')?.purpose === 'photo',
  );
  const here = row === undefined ? undefined : detailsOf(row, 'consent.record')?.given === false;
  const told = pack()?.families.find((one) => one.household === household);
  const isTold = row === undefined || (row.state === 'sent' && row.sentAt < (pack()?.takenAt ?? ''));
  return told !== undefined && isTold && pack()?.manifest.protocol === 2 ? told.no_photo === true : here === true;
}
