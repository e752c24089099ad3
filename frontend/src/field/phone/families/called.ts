// What a family is called where others have a name: a family without one by its mark and the end of its card's code. The
// office does the same (internal/household/designation.go), and a row of the pack has the designation in English.

import { cardCode } from '../../../lib/digits';
import { t } from '../../../lib/i18n.svelte';

interface Called {
  name: string;
  mark?: string | undefined;
  /** The code of its card; empty without one. */
  card: string;
}

const END = 4;

const english = (mark: string): string =>
  mark === '' ? 'Family' : `${mark.slice(0, 1).toUpperCase()}${mark.slice(1)}`;

function designation(word: string, card: string): string {
  const code = cardCode(card);
  return code.length < END ? word : `${word} · ${code.slice(-END)}`;
}

/** Whether a row has no name of its own. */
export const isNameless = ({ name, mark = '', card }: Called): boolean =>
  name === '' || name === designation(english(mark), card);

/** The name of a family, or its designation in the reader's language. */
export function called(family: Called): string {
  const mark = family.mark ?? '';
  if (!isNameless(family)) return family.name;
  return designation(mark === '' ? t('family.without_mark') : t(`mark.${mark}`), family.card);
}
