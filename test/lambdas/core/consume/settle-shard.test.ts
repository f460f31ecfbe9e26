import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { settleShard } from '../../../../lambdas/core/consume/settle-shard.ts';
import { attempting, placed, plans } from './settlements.ts';

describe('settling an ordered shard', () => {
  it('answers the first failure alone, because the shard is read again from there', async () => {
    const { attempt } = attempting({ failing: new Set(['1', '2']), turns: new Map() });

    const failures = await settleShard(placed('a', 'b', 'c', 'd'), attempt, 10);

    expect(failures.map(({ record }) => record.id)).toEqual(['1']);
  });

  it('starts nothing behind a known failure', async () => {
    const { attempt, started } = attempting({ failing: new Set(['1']), turns: new Map() });

    await settleShard(placed('a', 'b', 'a', 'c'), attempt, 1);

    expect(started).toEqual(['0', '2', '1']);
  });

  it('answers a failure below which everything is done, whatever fails', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const { attempt, started, ended } = attempting(plan);

        const failures = await settleShard(plan.records, attempt, plan.concurrency);

        const lowest = Math.min(...[...plan.failing].map(Number), plan.records.length);
        expect(failures.map(({ record }) => Number(record.id))).toEqual(lowest < plan.records.length ? [lowest] : []);
        for (let place = 0; place < lowest; place += 1) {
          expect(ended).toContain(`${place}`);
        }
        expect(new Set(started).size).toBe(started.length);
      }),
    );
  });
});
