import { expect, it } from '@jest/globals';
import { age } from '../../../console/command/age.ts';

it.each([
  [-5, '0 s'],
  [999, '0 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [3_599_999, '59 min'],
  [3_600_000, '1 h'],
  [86_400_000, '1 d'],
])('says %d milliseconds as %s', (milliseconds, text) => {
  expect(age(milliseconds)).toBe(text);
});
