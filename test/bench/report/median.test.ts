import { describe, expect, it } from '@jest/globals';
import { median } from '../../../bench/report/median.ts';

describe('median', () => {
  it.each([
    [[], Number.NaN],
    [[7], 7],
    [[10, 9, 100], 10],
    [[4, 1, 3, 2], 3],
  ])('of %j is %d', (values, middle) => {
    expect(median(values)).toBe(middle);
  });

  it('leaves the order of its values as it was', () => {
    const values = [3, 1, 2];

    median(values);

    expect(values).toEqual([3, 1, 2]);
  });
});
