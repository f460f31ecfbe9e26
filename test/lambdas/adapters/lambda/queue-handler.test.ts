import { describe, expect, it } from '@jest/globals';
import { type QueueHandlerOptions, createQueueHandler } from '../../../../lambdas/adapters/lambda/queue-handler.ts';
import { createMemoryTelemetry } from '../../../../lambdas/adapters/telemetry/memory-telemetry.ts';
import { firstDelaySeconds, longestDelaySeconds } from '../../../../lambdas/core/consume/full-jitter.ts';
import { type Outcome, ok, retry } from '../../../../lambdas/core/consume/outcome.ts';
import type { HandlingContext } from '../../../../lambdas/core/consume/consumer.ts';
import { arriving } from '../../../support/commands.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { Noted, notedConsumer, notedParking, notedVisibility } from '../../core/consume/deliveries.ts';
import { type SqsRecordParts, sqsEvent, sqsRecord } from './sqs-event.ts';

const context = { getRemainingTimeInMillis: () => 30_000 };

function handling(
  answer?: (note: string, context: HandlingContext) => Outcome | Promise<Outcome>,
  options: Partial<QueueHandlerOptions> = {},
) {
  let flushes = 0;
  const telemetry = { ...createMemoryTelemetry(), flush: () => (flushes += 1) };
  const consumer = notedConsumer(answer);
  const parking = notedParking();
  const visibility = notedVisibility();
  const clock = fixedClock();
  const handler = createQueueHandler({ consumer, parking, visibility, telemetry, clock, ...options });
  return { handler, consumer, parking, visibility, telemetry, clock, flushes: () => flushes };
}

function noted(messageId: string, parts: Partial<SqsRecordParts> = {}): SqsRecordParts {
  return { messageId, body: JSON.stringify(arriving(Noted.of({ note: messageId }))), ...parts };
}

const failing =
  (...notes: readonly string[]) =>
  (note: string) =>
    notes.includes(note) ? retry('later') : ok();

describe('queue handler', () => {
  it('answers no failures when every record was handled', async () => {
    const { handler, consumer } = handling();

    await expect(handler(sqsEvent(noted('m1'), noted('m2')), context)).resolves.toEqual({ batchItemFailures: [] });
    expect(consumer.seen).toEqual(['m1', 'm2']);
  });

  it('lets what is put around the engine decide what becomes of a batch', async () => {
    const { handler, consumer } = handling(undefined, {
      around: () => (records) => Promise.resolve({ failed: records.map(({ id }) => id).slice(1) }),
    });

    await expect(handler(sqsEvent(noted('m1'), noted('m2')), context)).resolves.toEqual({
      batchItemFailures: [{ itemIdentifier: 'm2' }],
    });
    expect(consumer.seen).toEqual([]);
  });

  it('failure mode 2: answers the failed record alone', async () => {
    const { handler } = handling(failing('m2'));

    await expect(handler(sqsEvent(noted('m1'), noted('m2'), noted('m3')), context)).resolves.toEqual({
      batchItemFailures: [{ itemIdentifier: 'm2' }],
    });
  });

  it('failure mode 3: answers the failed and all later records of a FIFO group, and lets other groups go on', async () => {
    const { handler, consumer } = handling(failing('a1'));
    const records = ['a1', 'b1', 'a2', 'b2'].map((id) => noted(id, { fifo: true, group: id.slice(0, 1) }));

    await expect(handler(sqsEvent(...records), context)).resolves.toEqual({
      batchItemFailures: [{ itemIdentifier: 'a1' }, { itemIdentifier: 'a2' }],
    });
    expect([...consumer.seen].sort()).toEqual(['a1', 'b1', 'b2']);
  });

  it('does not stop a group of a standard queue, where it keeps no order', async () => {
    const { handler, consumer } = handling(failing('a1'));

    await expect(handler(sqsEvent(noted('a1', { group: 'a' }), noted('a2', { group: 'a' })), context)).resolves.toEqual(
      { batchItemFailures: [{ itemIdentifier: 'a1' }] },
    );
    expect(consumer.seen).toEqual(['a1', 'a2']);
  });

  it('failure mode 81: parks whole what is no SQS record and keeps its neighbours', async () => {
    const { handler, consumer, parking } = handling();

    await expect(
      handler({ Records: [sqsRecord(noted('m1')), { messageId: 'm2' }, null, 7, sqsRecord(noted('m3'))] }, context),
    ).resolves.toEqual({ batchItemFailures: [] });
    expect(consumer.seen).toEqual(['m1', 'm3']);
    expect(parking.parked).toHaveLength(3);
    expect(parking.parked.every(({ reason }) => reason.startsWith('envelope-invalid: '))).toBe(true);
  });

  it('failure mode 2: answers every id and counts the batch when all failed, so that an alarm can watch it', async () => {
    const { handler, telemetry } = handling(failing('m1', 'm2'));

    await expect(handler(sqsEvent(noted('m1'), noted('m2')), context)).resolves.toEqual({
      batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm2' }],
    });
    expect(telemetry.counted('BatchesFailed')).toBe(1);
  });

  it('failure mode 2: throws when all failed and that is asked for', async () => {
    const { handler, telemetry, flushes } = handling(failing('m1'), { whenAllFailed: 'throw' });

    await expect(handler(sqsEvent(noted('m1')), context)).rejects.toMatchObject({ code: 'batch-failed' });
    expect(telemetry.counted('BatchesFailed')).toBe(1);
    expect(flushes()).toBe(1);
  });

  it.each(['answer', 'throw'] as const)(
    'does not "%s" a batch of which one record succeeded',
    async (whenAllFailed) => {
      const { handler, telemetry } = handling(failing('m1'), { whenAllFailed });

      await expect(handler(sqsEvent(noted('m1'), noted('m2')), context)).resolves.toEqual({
        batchItemFailures: [{ itemIdentifier: 'm1' }],
      });
      expect(telemetry.counted('BatchesFailed')).toBe(0);
    },
  );

  it('answers an empty batch', async () => {
    const { handler, telemetry } = handling();

    await expect(handler({ Records: [] }, context)).resolves.toEqual({ batchItemFailures: [] });
    expect(telemetry.counted('BatchesFailed')).toBe(0);
  });

  it('failure mode 2: rejects rather than to answer an empty identifier', async () => {
    const { handler, consumer } = handling(failing('m1'));
    const nameless = { ...sqsRecord(noted('m1')), messageId: undefined };

    await expect(handler({ Records: [nameless, sqsRecord(noted('m2'))] }, context)).rejects.toMatchObject({
      code: 'batch-failed',
      retryable: true,
    });
    expect(consumer.seen).toEqual(['m1', 'm2']);
  });

  it.each([undefined, null, {}, { Records: 'none' }, 'text'])(
    'rejects an event of %j, in which nothing can be named as failed',
    async (event) => {
      const { handler, flushes } = handling();

      await expect(handler(event, context)).rejects.toMatchObject({ code: 'input-invalid' });
      expect(flushes()).toBe(1);
    },
  );

  it('tells the consumer the deadline of the invocation and the receive count', async () => {
    const told: HandlingContext[] = [];
    const { handler, clock } = handling((_, given) => (told.push(given), ok()));

    await handler(sqsEvent(noted('m1', { receiveCount: '4' })), { getRemainingTimeInMillis: () => 12_345 });

    expect(told).toEqual([{ deadline: clock.now() + 12_345, receiveCount: 4 }]);
  });

  it('fails what is not started in time', async () => {
    const { handler, consumer } = handling();

    await expect(handler(sqsEvent(noted('m1')), { getRemainingTimeInMillis: () => 0 })).resolves.toEqual({
      batchItemFailures: [{ itemIdentifier: 'm1' }],
    });
    expect(consumer.seen).toEqual([]);
  });

  it('asks for the delay by the receipt of the record', async () => {
    const { handler, visibility } = handling(() => retry('later', 9));

    await handler(sqsEvent(noted('m1')), context);

    expect(visibility.delayed).toEqual([['m1', 9]]);
  });

  it('writes out its telemetry once an invocation', async () => {
    const { handler, flushes } = handling();

    await handler(sqsEvent(noted('m1'), noted('m2')), context);

    expect(flushes()).toBe(1);
  });

  it.each([
    [1, firstDelaySeconds],
    [5, 16 * firstDelaySeconds],
    [100, longestDelaySeconds],
  ])(
    'failure mode 78: delays a failed record with full jitter by default, after delivery %i by at most %i s',
    async (receiveCount, most) => {
      const { handler, visibility } = handling(() => retry('busy'));
      const records = Array.from({ length: 100 }, (_, at) => noted(`m${at}`, { receiveCount: String(receiveCount) }));

      await handler(sqsEvent(...records), context);

      const delays = visibility.delayed.map(([, seconds]) => seconds);
      expect(delays).toHaveLength(100);
      expect(delays.every((seconds) => Number.isInteger(seconds) && seconds >= 0 && seconds <= most)).toBe(true);
      expect(new Set(delays).size).toBeGreaterThan(1);
    },
  );

  it('delays a record whose consumer threw just as one that it asked to have again', async () => {
    const { handler, visibility } = handling(() => Promise.reject(new TypeError('down')));

    await handler(sqsEvent(noted('m1')), context);

    expect(visibility.delayed).toHaveLength(1);
  });

  it('leaves the delay to the queue when that is asked for, and still takes the one that a consumer names', async () => {
    const source = handling((note) => retry('busy', note === 'm2' ? 7 : undefined), { retryDelay: 'source' });

    await source.handler(sqsEvent(noted('m1'), noted('m2')), context);

    expect(source.visibility.delayed).toEqual([['m2', 7]]);
  });

  it('takes another delay when one is given', async () => {
    const { handler, visibility } = handling(() => retry('busy'), { retryDelay: (receiveCount) => receiveCount * 2 });

    await handler(sqsEvent(noted('m1', { receiveCount: '3' })), context);

    expect(visibility.delayed).toEqual([['m1', 6]]);
  });
});
