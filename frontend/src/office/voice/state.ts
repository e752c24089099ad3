// Which recordings an organisation has, by dialect and text.

import type { Voices } from '../../lib/api/types';
import { LANGUAGES, type Language } from '../../lib/language';
import type { Spoken } from '../../lib/spoken';

export type Row = Voices['recordings'][number];

/** A dialect: its name, and the language of the screens whose words it speaks. */
export interface DialectName {
  language: Language;
  dialect: string;
}

/** The state of a text: no recording, one of its words, or one of earlier words, which phones do not play. */
export type State = 'missing' | 'recorded' | 'changed';

/** The dialects that have recordings. */
export function dialectsIn(rows: readonly Row[]): DialectName[] {
  const found: DialectName[] = [];
  for (const { language, dialect } of rows) {
    const known = LANGUAGES.find((one) => one === language);
    if (known !== undefined && !found.some((one) => one.language === language && one.dialect === dialect))
      found.push({ language: known, dialect });
  }
  return found;
}

/** The recordings of a dialect. */
export const rowsOf = (rows: readonly Row[], of: DialectName): Row[] =>
  rows.filter((row) => row.language === of.language && row.dialect === of.dialect);

/** The state of a text whose words have this digest now. */
export function stateOf(row: Row | undefined, digest: string): State {
  if (row === undefined) return 'missing';
  return row.words === digest ? 'recorded' : 'changed';
}

/** What the recordings of a dialect take together, in bytes, without that of a text that is being replaced. */
export const sizeOf = (rows: readonly Row[], without?: Spoken): number =>
  rows.filter((row) => row.spoken !== without).reduce((sum, row) => sum + row.bytes, 0);
