import { describe, expect, it } from '@jest/globals';
import { circuitBreaker } from '../../../../lambdas/contracts/definition/circuit-breaker.ts';
import { entriesOf } from '../../../../lambdas/contracts/definition/entries-of.ts';
import { reconciler } from '../../../../lambdas/contracts/definition/reconciler.ts';
import { sweeper } from '../../../../lambdas/contracts/definition/sweeper.ts';
import { parts } from './sample-parts.ts';

describe('the entries of a pipeline', () => {
  it('are those of its consumers, its relay, and whatever else it has', () => {
    const consumers = Object.values(parts.consumers).map(({ entry }) => entry);
    const more = {
      sweeper: sweeper({ entry: 'sweep.ts' }),
      circuitBreaker: circuitBreaker({ entry: 'guard.ts' }),
      reconciler: reconciler({ entry: 'reconcile.ts' }),
    };

    expect(entriesOf({ name: 'test', ...parts })).toEqual([...consumers, parts.relay.entry]);
    expect(entriesOf({ name: 'test', ...parts, ...more })).toEqual([
      ...consumers,
      parts.relay.entry,
      'sweep.ts',
      'guard.ts',
      'reconcile.ts',
    ]);
  });
});
