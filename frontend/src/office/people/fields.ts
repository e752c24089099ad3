// What the forms of one person check before they send.

import type { Grant } from '../../lib/api/types';
import { date, t } from '../../lib/i18n.svelte';
import { LANGUAGES, languageName } from '../../lib/language';
import type { Trouble } from '../work.svelte';
import { type Block, grantsOf, hasEnded, lastDay } from './roles';

/** A role, with its last day where it has one. */
export function roleWithEnd(grant: Grant): string {
  const role = t(`role.${grant.role}`);
  if (grant.ends_at === null) return role;
  return t(hasEnded(grant) ? 'person.role_ended' : 'person.role_until', { role, at: date(lastDay(grant.ends_at)) });
}

/** Each language in its own words. */
export const languages = (): { value: string; label: string }[] =>
  LANGUAGES.map((value) => ({ value, label: languageName(value) }));

export function checkPerson(prefix: string, name: string, blocks: readonly Block[]): Trouble[] {
  const found: Trouble[] = [];
  if (name.trim() === '') found.push({ id: `${prefix}-name`, text: t('person.name_missing') });
  const unplaced = blocks.some((block) => block.path === '' && block.roles.length > 0);
  if (grantsOf(blocks).length === 0 || unplaced)
    found.push({ id: `${prefix}-grants`, text: t('person.roles_missing') });
  return found;
}
