import { describe, expect, it } from '@jest/globals';
import { createPartitionCount } from '../../../../lambdas/adapters/kafka/partition-count.ts';

/** A topic whose number of partitions, and a clock whose time, a test sets. */
function watched() {
  const state = { now: 0, partitions: 1, looks: 0 };
  const count = createPartitionCount({
    leaders: () => {
      state.looks += 1;
      const names = Array.from({ length: state.partitions }, (_, index) => `t-${index}`);
      return Promise.resolve(new Map(names.map((name) => [name, { node: 1, topicId: 't' }])));
    },
    now: () => state.now,
    everyMs: 1000,
  });
  return { state, count };
}

describe('partition count', () => {
  it('looks no more often than it is told to', async () => {
    const { state, count } = watched();

    expect([await count.changed(), await count.changed()]).toEqual([false, false]);
    state.now = 999;
    await count.changed();

    expect(state.looks).toBe(1);
  });

  it('failure mode 66: says that there are others than at first', async () => {
    const { state, count } = watched();
    await count.changed();

    state.partitions = 3;
    state.now = 1000;

    expect(await count.changed()).toBe(true);
  });
});
