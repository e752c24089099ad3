// Exceptions in words, one function per kind. `value` gives a field of the details as people read it.

import { dateTime, has, t } from '../../lib/i18n.svelte';

export type Details = Record<string, unknown>;
type Value = (field: string) => string;

/** A number of the details. */
export const count = (details: Details, field: string): number => Number(details[field] ?? 0);

export const SENTENCES: Partial<Record<string, (details: Details, value: Value) => string[]>> = {
  storage_limit: storage,
  off_list_over_quota: (details, value) => [
    t('exception.over_quota', {
      who: value('device'),
      served: count(details, 'served'),
      quota: count(details, 'quota'),
    }),
  ],
  order_differs: (details, value) => [
    t('exception.order_differs', { who: value('device'), seq: count(details, 'seq') }),
  ],
  photo_two_houses: (_, value) => [
    t('exception.photo.two_houses', {
      first: family(value, 'first_household'),
      second: family(value, 'second_household'),
    }),
  ],
  photo_elsewhere: (_, value) => [t('exception.photo.elsewhere', { second: family(value, 'second_household') })],
};

/** What of a phone the server stores no more of, as it is now. */
function storage(details: Details, value: Value): string[] {
  const limit = String(details['limit'] ?? '');
  const bytes = Number(details[limit === 'unreadable' ? 'unreadable_bytes' : 'unopened_bytes'] ?? 0);
  const at = details['refused_at'];
  const phone = value('device');
  const said = has(`exception.storage.${limit}`)
    ? t(`exception.storage.${limit}`, {
        who: phone,
        kb: Math.ceil(bytes / 1024),
        n: count(details, 'photos'),
      })
    : t('exception.of_phone', { who: phone });
  return typeof at === 'string' ? [said, t('exception.storage.last', { when: dateTime(at) })] : [said];
}

/** The name of a family, where the reader may know it. */
function family(value: Value, field: string): string {
  const name = value(field);
  return name === t('exception.somebody') ? t('exception.photo.family') : name;
}
