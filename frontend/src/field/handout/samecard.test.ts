import { expect, it } from 'vitest';
import { SAME_CARD_MS, SameCard } from './samecard';

it('counts one card once within two seconds, and again after', () => {
  const guard = new SameCard();
  expect(guard.admit('A', 0)).toBe(true);
  expect(guard.admit('A', SAME_CARD_MS - 1)).toBe(false);
  expect(guard.admit('A', SAME_CARD_MS)).toBe(true);
});

it('lets another card pass at once', () => {
  const guard = new SameCard();
  expect(guard.admit('A', 0)).toBe(true);
  expect(guard.admit('B', 1)).toBe(true);
});

it('begins anew when the verdict is closed, since the card may still lie there', () => {
  const guard = new SameCard();
  guard.admit('A', 0);
  guard.closed(60_000);
  expect(guard.admit('A', 60_500)).toBe(false);
  expect(guard.admit('A', 62_000)).toBe(true);
});
