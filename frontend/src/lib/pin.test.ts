import { expect, it } from 'vitest';
import pins from '../../../internal/distribution/testdata/pins.json';
import { easyPin } from './pin';

it('finds the easy PINs of the file that the server reads too', () => {
  expect(pins.easy.filter((pin) => !easyPin(pin))).toEqual([]);
  expect(pins.hard.filter(easyPin)).toEqual([]); // the control
});
