import { expect, test } from 'vitest';
import { chooseAgain } from './again';

test('a file that was chosen before can be chosen again', () => {
  const input = { value: 'C:\\fakepath\\people.csv' } as HTMLInputElement;
  chooseAgain({ currentTarget: input });
  expect(input.value).toBe('');
});
