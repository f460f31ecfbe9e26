import { describe, expect, it } from '@jest/globals';
import type { ExistingTopic } from '../../../../../lambdas/adapters/kafka/operations/existing-topics.ts';
import { type WantedTopic, planTopic } from '../../../../../lambdas/adapters/kafka/operations/reconcile-topics.ts';

const wanted = (changes: Partial<WantedTopic> = {}): WantedTopic => ({
  topic: 'orders',
  partitions: 3,
  replicas: 3,
  configs: { 'retention.ms': '1000' },
  ...changes,
});

const there = (changes: Partial<ExistingTopic> = {}): ExistingTopic => ({
  partitions: 3,
  replicas: 3,
  configs: new Map([['retention.ms', '1000']]),
  ownConfigs: new Map([['retention.ms', '1000']]),
  ...changes,
});

describe('planTopic', () => {
  it('creates a topic that is missing', () => {
    expect(planTopic(wanted(), undefined)).toEqual({
      topic: 'orders',
      changes: [{ kind: 'create', partitions: 3, replicas: 3 }],
      refused: [],
      undeclared: {},
    });
  });

  it('changes nothing of a topic that is as wanted', () => {
    expect(planTopic(wanted(), there())).toEqual({ topic: 'orders', changes: [], refused: [], undeclared: {} });
  });

  it.each([
    [2, [{ kind: 'partitions', from: 2, to: 3 }], 0],
    [3, [], 0],
    [4, [], 1],
  ])('adds partitions and takes none away, of %d where 3 are wanted', (partitions, changes, refused) => {
    const plan = planTopic(wanted(), there({ partitions }));

    expect(plan.changes).toEqual(changes);
    expect(plan.refused).toHaveLength(refused);
  });

  it('refuses to move data to another number of brokers', () => {
    const plan = planTopic(wanted(), there({ replicas: 1 }));

    expect(plan.changes).toEqual([]);
    expect(plan.refused).toEqual(['it must be kept on 3 brokers, it is on 1: moving data is left to an operator']);
  });

  it('changes a setting that drifted, and reports one that was given by somebody else', () => {
    const own = new Map([
      ['retention.ms', '5'],
      ['cleanup.policy', 'compact'],
    ]);

    expect(planTopic(wanted(), there({ configs: own, ownConfigs: own }))).toMatchObject({
      changes: [{ kind: 'config', name: 'retention.ms', from: '5', to: '1000' }],
      undeclared: { 'cleanup.policy': 'compact' },
    });
  });
});
