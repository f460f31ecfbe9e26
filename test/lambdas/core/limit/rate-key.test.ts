import { describe, expect, it } from '@jest/globals';
import { rateKey } from '../../../../lambdas/core/limit/rate-key.ts';

describe('rateKey', () => {
  it('keeps limits and keys apart whose names join to the same text', () => {
    expect(rateKey('a-b', 'c')).not.toEqual(rateKey('a', 'b-c'));
  });
});
