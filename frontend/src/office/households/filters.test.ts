import { describe, expect, it, vi } from 'vitest';

vi.mock('../../lib/i18n.svelte', () => ({ t: (key: string) => key }));

const { askedOf, choices, inWords, narrowed } = await import('./filters');

describe('what a list of families is asked for', () => {
  it('keeps the names that the server knows, and no empty ones', () => {
    expect(askedOf({ house: 'hut', grade: '', card: 'x', after: 'newest~1~2' })).toEqual({
      house: 'hut',
      after: 'newest~1~2',
    });
  });

  it('is narrowed by a filter, not by an order or a page', () => {
    expect(narrowed({ sort: 'worst', after: 'x' })).toBe(false);
    expect(narrowed({ served: 'no' })).toBe(true);
  });

  it('says in words what was chosen, and nothing for a value that is not offered', () => {
    expect(inWords({ grade: '3', carded: 'no', search: 'ondal' })).toBe('“ondal” · grade.3 · family.carded.no');
    expect(inWords(askedOf({ house: 'tent' }))).toBe('');
  });

  it('offers each choice once', () => {
    const names = choices().map((one) => one.name);
    expect(new Set(names).size).toBe(names.length);
    for (const one of choices()) expect(one.options.length, one.name).toBeGreaterThan(1);
  });
});
