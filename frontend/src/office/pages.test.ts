import { describe, expect, test } from 'vitest';
import { PAGES, pageAt } from './pages';
import { SECTIONS } from './roles';

const patternAt = (address: string): string | undefined => pageAt(address.split('/'))?.page.pattern;

describe('the table of the office pages', () => {
  test('has a page for each section of the menu, at the address of the menu', () => {
    for (const section of SECTIONS) {
      expect(pageAt(section === 'desk' ? [] : [section])?.page.sections, section).toContain(section);
    }
  });

  test('has each pattern once', () => {
    expect(new Set(PAGES.map((row) => row.pattern)).size).toBe(PAGES.length);
  });

  test.each([
    ['', ''],
    ['lost', 'lost'],
    ['lost/7', 'lost/:id'],
    ['lost/7/calls', 'lost/:id/calls'],
    ['people', 'people'],
    ['people/7', 'people/:id'],
    ['household/7/history', 'household/:id/history'],
    ['household/7/anything', 'household/:id'],
    ['store/7', 'store/:id/:part?'],
    ['store/7/receive', 'store/:id/:part?'],
    ['exports', 'exports/:id?'],
  ])('finds the page of #/%s', (address, pattern) => expect(patternAt(address)).toBe(pattern));

  test('passes what the address names', () => {
    expect(pageAt(['store', '7', 'receive'])).toMatchObject({ id: '7', part: 'receive' });
  });

  test.each(['nothing', 'household', 'erase', 'job'])('finds no page at #/%s', (address) =>
    expect(patternAt(address)).toBeUndefined(),
  );
});
