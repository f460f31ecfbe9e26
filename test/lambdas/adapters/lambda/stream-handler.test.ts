import { describe, expect, it } from '@jest/globals';
import { fieldOf } from '../../../../lambdas/adapters/dynamodb/field-of.ts';
import { createStreamHandler } from '../../../../lambdas/adapters/lambda/stream-handler.ts';
import { createMemoryTelemetry } from '../../../../lambdas/adapters/telemetry/memory-telemetry.ts';
import type { ItemChange } from '../../../../lambdas/core/ports/item-change.ts';
import type { OutboxRelay } from '../../../../lambdas/core/outbox/outbox-relay.ts';

function handling(failedFrom?: string | Error) {
  const relayed: string[][] = [];
  const messages: string[] = [];
  let flushes = 0;
  const telemetry = {
    ...createMemoryTelemetry({ write: ({ message }) => messages.push(message) }),
    flush: () => (flushes += 1),
  };
  const relay: OutboxRelay = {
    relay: (changes) => {
      relayed.push(changes.map(({ sequence }) => sequence));
      return failedFrom instanceof Error ? Promise.reject(failedFrom) : Promise.resolve({ failedFrom });
    },
  };
  return {
    handler: createStreamHandler({ read: (changes) => relay.relay(changes), telemetry, changeOf }),
    relayed,
    messages,
    flushes: () => flushes,
  };
}

/** Reads no more than this handler has to know. */
function changeOf(record: unknown): ItemChange {
  const sequence = fieldOf(fieldOf(record, 'dynamodb'), 'SequenceNumber');
  if (typeof sequence !== 'string' || fieldOf(record, 'broken') === true) {
    throw new TypeError('broken');
  }
  return { sequence, key: { partition: 'order-1', sort: 'tip' }, before: undefined, after: undefined };
}

function streamRecord(sequence: string, more: object = {}): unknown {
  return { eventID: sequence, eventName: 'INSERT', dynamodb: { SequenceNumber: sequence }, ...more };
}

const broken = { broken: true };

describe('stream handler', () => {
  it('relays the changes in order and answers no failure', async () => {
    const { handler, relayed, flushes } = handling();

    await expect(handler({ Records: [streamRecord('9'), streamRecord('10')] })).resolves.toEqual({
      batchItemFailures: [],
    });
    expect(relayed).toEqual([['9', '10']]);
    expect(flushes()).toBe(1);
  });

  it('answers the lowest failed sequence number alone, at which the shard restarts', async () => {
    const { handler } = handling('10');

    await expect(handler({ Records: [streamRecord('9'), streamRecord('10'), streamRecord('11')] })).resolves.toEqual({
      batchItemFailures: [{ itemIdentifier: '10' }],
    });
  });

  it('failure mode 63: relays what lies before a record that cannot be read and restarts at it', async () => {
    const { handler, relayed, messages } = handling();

    await expect(
      handler({ Records: [streamRecord('9'), streamRecord('10', broken), streamRecord('11')] }),
    ).resolves.toEqual({ batchItemFailures: [{ itemIdentifier: '10' }] });
    expect(relayed).toEqual([['9']]);
    expect(messages).toEqual(['stream record not readable']);
  });

  it('restarts at a failed change before the record that cannot be read', async () => {
    const { handler } = handling('9');

    await expect(handler({ Records: [streamRecord('9'), streamRecord('10', broken)] })).resolves.toEqual({
      batchItemFailures: [{ itemIdentifier: '9' }],
    });
  });

  it('relays nothing when the first record cannot be read', async () => {
    const { handler, relayed } = handling();

    await expect(handler({ Records: [streamRecord('9', broken)] })).resolves.toEqual({
      batchItemFailures: [{ itemIdentifier: '9' }],
    });
    expect(relayed).toEqual([]);
  });

  it.each([null, 'text', broken, { ...broken, dynamodb: { SequenceNumber: 7 } }])(
    'failure mode 2: rejects rather than to answer an empty identifier for %j',
    async (record) => {
      const { handler, relayed, flushes } = handling();

      await expect(handler({ Records: [streamRecord('9'), record] })).rejects.toMatchObject({
        code: 'batch-failed',
        retryable: true,
      });
      expect(relayed).toEqual([['9']]);
      expect(flushes()).toBe(1);
    },
  );

  it('repeats everything when the relay throws', async () => {
    const { handler, messages } = handling(new TypeError('broker is down'));

    await expect(handler({ Records: [streamRecord('9'), streamRecord('10')] })).resolves.toEqual({
      batchItemFailures: [{ itemIdentifier: '9' }],
    });
    expect(messages).toEqual(['changes not read']);
  });

  it('rejects an event without records', async () => {
    const { handler } = handling();

    await expect(handler({})).rejects.toMatchObject({ code: 'input-invalid' });
  });
});
