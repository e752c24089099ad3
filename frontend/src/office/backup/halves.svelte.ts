// Both printed halves of the secret key, typed by a person. They are held in memory and forgotten once they were sent.

import { explain } from '../../lib/explain';
import { t } from '../../lib/i18n.svelte';
import { Problem } from '../../lib/problem';

export const HALF_TYPED = 400;

export interface Trouble {
  id: string;
  text: string;
}

export class Halves {
  first = $state('');
  second = $state('');

  missing(): Trouble[] {
    const found = [];
    if (this.first.trim() === '') found.push({ id: 'half-first', text: t('backup.half.missing') });
    if (this.second.trim() === '') found.push({ id: 'half-second', text: t('backup.half.missing') });
    return found;
  }

  /** The field that a refusal belongs to, with its sentence; undefined for any other error. */
  trouble(error: unknown): Trouble | undefined {
    if (!(error instanceof Problem)) return undefined;
    const id = { '/first': 'half-first', '/second': 'half-second' }[error.path];
    return id === undefined ? undefined : { id, text: explain(error) };
  }

  forget(): void {
    this.first = '';
    this.second = '';
  }
}
