// The words of the spoken texts in the language of the screens.

import { language, shownMessages } from '../../lib/i18n.svelte';
import { type Speaker, type Spoken, wordsOf } from '../../lib/spoken';
import { present } from '../phone/storage/vault.svelte';

/** Whom the texts name on this phone. */
export function speaker(): Speaker {
  const { organisation, helpNumber } = present().row;
  return { organisation, helpNumber };
}

/** The words of a text as this phone shows them. */
export const here = (spoken: Spoken, by: Speaker): string => wordsOf(shownMessages(), spoken, by, language());
