// Exceptions in words, one function per kind: what is stored of phones, and photos that are evidence for two houses.

import { dateTime, has, number, t } from '../../lib/i18n.svelte';

type Details = Record<string, unknown>;
type Named = (field: string) => string;

export const SENTENCES: Partial<Record<string, (details: Details, who: Named) => string[]>> = {
  storage_limit: storage,
  photo_two_houses: (_, who) => [
    t('exception.photo.two_houses', { first: family(who, 'first_household'), second: family(who, 'second_household') }),
  ],
  photo_elsewhere: (_, who) => [t('exception.photo.elsewhere', { second: family(who, 'second_household') })],
};

/** What of a phone the server stores no more of, as it is now. */
function storage(details: Details, who: Named): string[] {
  const limit = String(details['limit'] ?? '');
  const bytes = Number(details[limit === 'unreadable' ? 'unreadable_bytes' : 'unopened_bytes'] ?? 0);
  const at = details['refused_at'];
  const phone = who('device');
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
function family(who: Named, field: string): string {
  const name = who(field);
  return name === t('exception.somebody') ? t('exception.photo.family') : name;
}
