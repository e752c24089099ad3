import { expect, it } from 'vitest';
import { LONGEST_SIDE, MOST_BYTES, type Size, scaled, shrink } from './photo';

/** An encoder whose images have `weight` bytes per pixel at full quality. */
function encoder(weight: number) {
  const tries: { size: Size; quality: number }[] = [];
  const encode = async (size: Size, quality: number) => {
    tries.push({ size, quality });
    return new Blob([new Uint8Array(Math.round(size.width * size.height * weight * quality))]);
  };
  return { tries, encode };
}

it('keeps the shape and brings the longest side to 1280', () => {
  expect(scaled({ width: 4000, height: 3000 })).toEqual({ width: 1280, height: 960 });
  expect(scaled({ width: 3000, height: 4000 })).toEqual({ width: 960, height: 1280 });
});

it('never enlarges, and never draws nothing', () => {
  expect(scaled({ width: 640, height: 480 })).toEqual({ width: 640, height: 480 });
  expect(scaled({ width: 20_000, height: 3 })).toEqual({ width: LONGEST_SIDE, height: 1 });
});

it('takes the first try that is light enough', async () => {
  const { tries, encode } = encoder(0.1);
  expect((await shrink({ width: 4000, height: 3000 }, encode)).size).toBeLessThanOrEqual(MOST_BYTES);
  expect(tries).toHaveLength(1);
});

it('goes coarser, then smaller, until it is at most 200 kB', async () => {
  const { tries, encode } = encoder(1);
  expect((await shrink({ width: 4000, height: 3000 }, encode)).size).toBeLessThanOrEqual(MOST_BYTES);
  expect(tries.every((one) => Math.max(one.size.width, one.size.height) <= LONGEST_SIDE)).toBe(true);
  expect(tries.length).toBeGreaterThan(4);
});

it('ends even with a picture that will not become light', async () => {
  const blob = await shrink({ width: 4000, height: 3000 }, async () => new Blob([new Uint8Array(MOST_BYTES + 1)]));
  expect(blob.size).toBe(MOST_BYTES + 1);
});
