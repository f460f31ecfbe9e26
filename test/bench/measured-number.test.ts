import { describe, expect, it } from '@jest/globals';
import { measuredNumber } from '../../bench/measured-number.ts';

describe('number of a measured process', () => {
  it.each([
    ['0', 0],
    ['338944', 338_944],
    ['29.704512', 29.704512],
  ])('is read from %j', (text, number) => {
    expect(measuredNumber(text)).toBe(number);
  });

  it.each(['', ' ', 'NaN', '-1', '1 2', '12ms'])('rejects %j rather than count it as 0', (text) => {
    expect(() => measuredNumber(text)).toThrow(
      expect.objectContaining({
        code: 'backend-failed',
        message: `a measured process must report one number, got ${JSON.stringify(text)}`,
      }),
    );
  });
});
