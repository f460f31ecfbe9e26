import { describe, expect, it } from '@jest/globals';
import { brokerKinds } from '../../../../lambdas/contracts/definition/broker-kind.ts';
import { faultsOf } from '../../../../lambdas/contracts/definition/faults-of.ts';
import { reconciler } from '../../../../lambdas/contracts/definition/reconciler.ts';
import { withBrokers } from '../../../../lambdas/contracts/definition/with-brokers.ts';
import { brokerParts } from './broker-sample.ts';
import { parts } from './sample-parts.ts';

const definition = { name: 'test', ...brokerParts };

describe('a pipeline with some of its brokers', () => {
  it('is what it was when it has all of them', () => {
    expect(withBrokers(definition, brokerKinds)).toEqual(definition);
  });

  it('keeps its queues of SQS alone where it has none', () => {
    const { consumers, queues, ...left } = withBrokers(definition, []);
    expect(Object.keys(consumers)).toEqual(Object.keys(parts.consumers));
    expect(Object.keys(queues)).toEqual(Object.keys(parts.queues));
    expect(left).not.toHaveProperty('kafka');
    expect(left).not.toHaveProperty('rabbitmq');
  });

  it('keeps its reconciler as long as that has something to make', () => {
    const made = { ...definition, reconciler: reconciler({ entry: 'reconcile.ts' }) };
    expect(withBrokers(made, ['redis'])).toHaveProperty('reconciler');
    expect(withBrokers(made, [])).not.toHaveProperty('reconciler');
    expect(withBrokers({ name: 'test', ...parts, reconciler: made.reconciler }, brokerKinds)).not.toHaveProperty(
      'reconciler',
    );
  });

  it.each(brokerKinds)('leaves out what needs another broker than %s, and stays sound', (kind) => {
    const left = withBrokers(definition, [kind]);
    expect(faultsOf(left)).toEqual([]);
    expect(Object.keys(left.consumers)).toHaveLength(Object.keys(parts.consumers).length + 2);
    expect(Object.keys(left.queues)).toHaveLength(Object.keys(parts.queues).length + 1);
  });
});
