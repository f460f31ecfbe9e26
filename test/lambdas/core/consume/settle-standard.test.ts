import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { settleStandard } from '../../../../lambdas/core/consume/settle-standard.ts';
import { attempting, plans } from './settlements.ts';

describe('settling without order', () => {
  it('tries every record once and answers exactly those that failed', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const { attempt, started, ended } = attempting(plan);

        const failures = await settleStandard(plan.records, attempt, plan.concurrency);

        expect(failures.map(({ record }) => record.id)).toEqual([...plan.failing]);
        expect(started).toEqual(plan.records.map(({ id }) => id));
        expect(ended).toHaveLength(plan.records.length);
      }),
    );
  });
});
