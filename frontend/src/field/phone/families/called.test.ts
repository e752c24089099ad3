import { beforeAll, describe, expect, it, vi } from 'vitest';
import { chooseLanguage, startLanguage } from '../../../lib/i18n.svelte';
import { called, isNameless } from './called';

describe('what a family is called', () => {
  beforeAll(async () => {
    vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined });
    vi.stubGlobal('navigator', { languages: ['en'] });
    vi.stubGlobal('document', { documentElement: {} });
    await startLanguage(['common']);
  });

  it('is its name, or its mark and the end of its card in the reader’s language', async () => {
    await chooseLanguage('en');
    expect(called({ name: 'Rahima Bibi', mark: 'fish', card: 'K7Q2-M9XT-3' })).toBe('Rahima Bibi');
    expect(called({ name: '', mark: 'fish', card: 'K7Q2-M9XT-3' })).toBe('Fish · 9XT3');
    expect(called({ name: '', mark: '', card: 'K7Q2-M9XT-3' })).toBe('Family · 9XT3');
    expect(called({ name: '', mark: 'boat', card: '' })).toBe('Boat');
    await chooseLanguage('bn');
    expect(called({ name: '', mark: 'boat', card: '' })).toBe('নৌকা');
    // As a row of the pack has it, in English.
    expect(called({ name: 'Boat · 9XT3', mark: 'boat', card: 'K7Q2M9XT3' })).toBe('নৌকা · 9XT3');
  });

  it('a name that only resembles a designation stays', () => {
    for (const name of ['Fish', 'Boat · 9XT4', 'Boat 9XT3']) {
      expect(isNameless({ name, mark: 'boat', card: 'K7Q2M9XT3' })).toBe(false);
    }
  });
});
