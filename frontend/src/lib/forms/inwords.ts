// Who complains and how to reach them, in words: only the sealed text of a private complaint has them.

import { t } from '../i18n.svelte';
import type { ComplaintDraft } from './complaint';

/** Who complains and how to reach them, as the protection officer reads it. */
export function inWords({ who, name = '', reach, phone = '', at = '' }: ComplaintDraft): string {
  const called = name.trim() === '' || who === 'unsaid' ? [] : [name.trim()];
  const where = reach === 'phone' ? phone.trim() : at.trim();
  const parts = [who && t(`complaint.who.${who}`), ...called, reach && t(`complaint.reach.${reach}`), where];
  return parts.filter((part) => typeof part === 'string' && part !== '').join(' · ');
}
