import fc from 'fast-check';
import type { Attempt } from '../../../../lambdas/core/consume/settlement.ts';
import type { SourceRecord } from '../../../../lambdas/core/consume/source-record.ts';
import { done, failed } from '../../../../lambdas/core/consume/verdict.ts';

/** What a random batch is to do. */
export interface Plan {
  readonly records: readonly SourceRecord[];
  readonly failing: ReadonlySet<string>;
  readonly concurrency: number;
  /** Turns of the event loop that each record takes, by id. */
  readonly turns: ReadonlyMap<string, number>;
}

/** Random batches of up to 25 records in up to 4 groups, some of which fail, each taking its own time. */
export const plans: fc.Arbitrary<Plan> = fc
  .record({
    drawn: fc.array(
      fc.record({
        group: fc.constantFrom('a', 'b', 'c', 'd', undefined),
        fails: fc.boolean(),
        turns: fc.nat({ max: 3 }),
      }),
      { maxLength: 25 },
    ),
    concurrency: fc.integer({ min: 1, max: 6 }),
  })
  .map(({ drawn, concurrency }) => ({
    records: drawn.map(({ group }, place) => ({ id: `${place}`, body: '', group, receiveCount: 1, receipt: '' })),
    failing: new Set(drawn.flatMap(({ fails }, place) => (fails ? [`${place}`] : []))),
    concurrency,
    turns: new Map(drawn.map(({ turns }, place) => [`${place}`, turns])),
  }));

/** Does as planned; keeps the ids in the order in which they were started and which have ended. */
export function attempting(plan: Pick<Plan, 'failing' | 'turns'>): {
  readonly attempt: Attempt;
  readonly started: string[];
  readonly ended: string[];
} {
  const started: string[] = [];
  const ended: string[] = [];
  return {
    started,
    ended,
    attempt: async ({ id }) => {
      started.push(id);
      for (let turn = plan.turns.get(id) ?? 0; turn > 0; turn -= 1) {
        await Promise.resolve();
      }
      ended.push(id);
      return plan.failing.has(id) ? failed : done;
    },
  };
}

/** A record of some group whose id is its place. */
export function placed(...groups: readonly (string | undefined)[]): readonly SourceRecord[] {
  return groups.map((group, place) => ({ id: `${place}`, body: '', group, receiveCount: 1, receipt: '' }));
}
