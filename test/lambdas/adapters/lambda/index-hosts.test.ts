import { describe, expect, it } from '@jest/globals';
import { createIndexHost } from '../../../../lambdas/adapters/lambda/index-host.ts';
import { createProjectionHost } from '../../../../lambdas/adapters/lambda/projection-host.ts';
import { orders } from '../../../../lambdas/contracts/orders/pipeline.ts';

describe('the hosts of the index', () => {
  it('name every variable that the indexer lacks', () => {
    expect(() => createIndexHost(orders)).toThrow(
      'environment must set EVENT_TABLE_NAME, EVENT_INDEX_TABLE_NAME, got no value',
    );
  });

  it('refuse a pipeline without an index', () => {
    const { eventIndex, ...without } = orders;

    expect(eventIndex).toBeDefined();
    expect(() => createIndexHost(without)).toThrow('pipeline "orders" must have an event index, found none');
  });

  it('name the variable that the projector lacks', () => {
    expect(() => createProjectionHost(orders, [])).toThrow('environment must set EVENT_INDEX_TABLE_NAME, got no value');
  });
});
