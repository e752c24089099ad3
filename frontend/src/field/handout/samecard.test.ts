import { expect, it } from 'vitest';
import { SAME_CARD_MS, SameCard } from './samecard';

it('counts one card once, and again after it was out of sight for two seconds', () => {
  const guard = new SameCard();
  expect(guard.admit('A', 0)).toBe(true);
  expect(guard.admit('A', SAME_CARD_MS - 1)).toBe(false);
  expect(guard.admit('A', 2 * SAME_CARD_MS - 1)).toBe(true);
});

it('does not count a card that stays in front of the camera, however long', () => {
  const guard = new SameCard();
  guard.admit('A', 0);
  guard.closed(10_000);
  for (let now = 10_100; now < 60_000; now += 100) expect(guard.admit('A', now)).toBe(false);
  expect(guard.admit('B', 60_000)).toBe(true); // the control
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
  expect(guard.admit('A', 62_500)).toBe(true);
});
