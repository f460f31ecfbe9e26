import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { settleGroups } from '../../../../lambdas/core/consume/settle-groups.ts';
import { type Plan, attempting, placed, plans } from './settlements.ts';

describe('settling ordered groups', () => {
  it('failure mode 3: stops the failed group at its first failure and lets other groups go on', async () => {
    const { attempt, started } = attempting({ failing: new Set(['1']), turns: new Map() });

    const failures = await settleGroups(placed('a', 'a', 'b', 'a', 'b'), attempt, 10);

    expect(failures.map(({ record }) => record.id)).toEqual(['1', '3']);
    expect([...started].sort()).toEqual(['0', '1', '2', '4']);
  });

  it('treats a record without a group as a group of its own', async () => {
    const { attempt, started } = attempting({ failing: new Set(['0']), turns: new Map() });

    const failures = await settleGroups(placed(undefined, undefined), attempt, 10);

    expect(failures.map(({ record }) => record.id)).toEqual(['0']);
    expect(started).toEqual(['0', '1']);
  });

  it('failure mode 3: answers exactly the failed and later ids of each group, whatever fails', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const { attempt } = attempting(plan);

        const failures = await settleGroups(plan.records, attempt, plan.concurrency);

        expect(failures.map(({ record }) => record.id)).toEqual(expectedFailures(plan));
      }),
    );
  });

  it('runs each group in order, one record after the other, and each record at most once', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const { attempt, started, ended } = attempting(plan);

        await settleGroups(plan.records, attempt, plan.concurrency);

        expect(new Set(started).size).toBe(started.length);
        for (const group of ['a', 'b', 'c', 'd']) {
          const ids = new Set(plan.records.filter((record) => record.group === group).map(({ id }) => id));
          const order = started.filter((id) => ids.has(id));
          expect(order).toEqual([...ids].slice(0, order.length));
          expect(ended.filter((id) => ids.has(id))).toEqual(order);
        }
      }),
    );
  });
});

/** Written the slow and plain way: a record fails when it, or an earlier one of its group, is to fail. */
function expectedFailures({ records, failing }: Plan): readonly string[] {
  return records
    .filter(({ id, group }, place) =>
      records
        .slice(0, place + 1)
        .some((other) => failing.has(other.id) && (other.id === id || (group !== undefined && other.group === group))),
    )
    .map(({ id }) => id);
}
