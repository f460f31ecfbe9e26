import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { markKey } from '../../../../lambdas/core/idempotency/claim.ts';

describe('where the mark of a message lies', () => {
  it('failure mode 18: each message has a partition of its own, so that no partition takes the marks of all', () => {
    const partitions = Array.from({ length: 1000 }, (_, at) => markKey('notify', `message-${at}`).partition);

    expect(new Set(partitions).size).toBe(1000);
  });

  it('failure mode 29: is another item for every consumer and every message, however their names join', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '-'), minLength: 1, maxLength: 6 });
    const two = fc.uniqueArray(fc.tuple(name, name), {
      minLength: 2,
      maxLength: 2,
      selector: (pair) => JSON.stringify(pair),
    });

    fc.assert(
      fc.property(two, (pairs) => {
        const [first, second] = pairs.map(([consumer, message]) => markKey(consumer, message));

        expect(first).not.toEqual(second);
      }),
    );
  });

  it('is the same for every delivery', () => {
    expect(markKey('notify', 'm1')).toEqual({ partition: 'inbox-notify-m1', sort: 'mark-notify' });
  });
});
