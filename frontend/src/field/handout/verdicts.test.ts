import { expect, it } from 'vitest';
import { VERDICTS } from '../types';
import { LOOKS, verdictOf } from './verdicts';

it('has a look for every verdict, and no two colours share a meaning without a shape of their own', () => {
  for (const verdict of VERDICTS) expect(LOOKS[verdict], verdict).toBeDefined();
  const shapes = new Map(VERDICTS.map((verdict) => [LOOKS[verdict].tone, LOOKS[verdict].shape]));
  expect(new Set(shapes.values()).size).toBe(shapes.size);
});

it('sounds as long for every verdict as a crowd may hear: never over half a second', () => {
  for (const verdict of VERDICTS)
    expect(LOOKS[verdict].sound.reduce((sum, tone) => sum + tone.ms, 0)).toBeLessThanOrEqual(500);
});

it('turns a lost race at the table into the verdict "already given"', () => {
  expect(verdictOf('already_served')).toBe('already_given');
  expect(verdictOf('role_missing')).toBeNull();
});
