// The texts that an organisation can record in its own voice, and the digest by which a recording names its words. A recording is
// played only while its words are on the screen: a wrong text before consent is worse than none.

import { hexDigest } from './digest';
import type { Language } from './language';
import { fill, type Messages } from './messages';

/** The texts by the names of the server, each with its message. Those before consent are in the order in which they are spoken. */
const MESSAGES = {
  consent_who: 'register.consent.who',
  consent_what: 'register.consent.what',
  consent_rights: 'register.consent.rights',
  photo_question: 'damage.photo.may_we',
  verdict_give: 'verdict.give.word',
  verdict_already_given: 'verdict.already_given.word',
  verdict_not_on_list: 'verdict.not_on_list.word',
  verdict_withdrawn: 'verdict.withdrawn.word',
  verdict_not_ours: 'verdict.not_ours.word',
  verdict_finished: 'verdict.finished.word',
} as const;

export type Spoken = keyof typeof MESSAGES;

export const SPOKEN = Object.keys(MESSAGES) as Spoken[];
/** The texts before consent. */
export const CONSENT = ['consent_who', 'consent_what', 'consent_rights'] as const satisfies Spoken[];

/** Whom the texts name. */
export interface Speaker {
  organisation: string;
  /** The number to call; empty: there is none. */
  helpNumber: string;
}

/** The words of a text. Without a number to call, the last one before consent names the organisation's workers. */
export function wordsOf(messages: Messages, spoken: Spoken, speaker: Speaker, language: Language): string {
  const key =
    spoken === 'consent_rights' && speaker.helpNumber === '' ? 'register.consent.rights_desk' : MESSAGES[spoken];
  return fill(messages[key] ?? key, { organisation: speaker.organisation, number: speaker.helpNumber }, language);
}

/** The digest of words, as recordings state it: hex of SHA-256 over UTF-8. */
export const digestOf = (words: string): Promise<string> => hexDigest(new TextEncoder().encode(words));
