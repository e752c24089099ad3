// Exceptions in words, one function per kind. `value` gives a field of the details as people read it.

import { dateTime, has, number, t } from '../../lib/i18n.svelte';

type Details = Record<string, unknown>;
type Value = (field: string) => string;

export const SENTENCES: Partial<Record<string, (details: Details, value: Value) => string[]>> = {
  storage_limit: storage,
  off_list_over_quota: (_, value) => [
    t('exception.over_quota', { who: value('device'), served: value('served'), quota: value('quota') }),
  ],
  order_differs: (_, value) => [t('exception.order_differs', { who: value('device'), seq: value('seq') })],
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
        kb: number(Math.ceil(bytes / 1024)),
        n: Number(details['photos'] ?? 0),
      })
    : t('exception.of_phone', { who: phone });
  return typeof at === 'string' ? [said, t('exception.storage.last', { when: dateTime(at) })] : [said];
}

/** The name of a family, where the reader may know it. */
function family(value: Value, field: string): string {
  const name = value(field);
  return name === t('exception.somebody') ? t('exception.photo.family') : name;
}
