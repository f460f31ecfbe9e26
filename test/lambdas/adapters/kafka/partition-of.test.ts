import { describe, expect, it } from '@jest/globals';
import { compatibilityPartitioner } from '@platformatic/kafka';
import fc from 'fast-check';
import { murmur2 } from '../../../../lambdas/adapters/kafka/murmur2.ts';
import { partitionOf } from '../../../../lambdas/adapters/kafka/partition-of.ts';

describe('partition of a key', () => {
  // Source: clients/src/test/java/org/apache/kafka/common/utils/UtilsTest.java (testMurmur2)
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ])('hashes "%s" as the Java client does', (key, hash) => {
    expect(murmur2(Buffer.from(key))).toBe(hash);
  });

  it('is the one that other clients of the same topic choose', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.integer({ min: 1, max: 100 }), (key, partitions) => {
        const theirs = compatibilityPartitioner({ topic: 'any' }, Buffer.from(key));
        expect(partitionOf(key, partitions)).toBe(theirs % partitions);
      }),
    );
  });

  it('failure mode 66: moves keys when partitions are added', () => {
    const keys = Array.from({ length: 100 }, (_, index) => `order-${index}`);

    const moved = keys.filter((key) => partitionOf(key, 3) !== partitionOf(key, 4));

    expect(moved.length).toBeGreaterThan(50);
  });
});
