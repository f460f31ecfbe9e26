import { describe, expect, it } from '@jest/globals';
import { type KafkaHandlerOptions, createKafkaHandler } from '../../../../lambdas/adapters/lambda/kafka-handler.ts';
import { createMemoryTelemetry } from '../../../../lambdas/adapters/telemetry/memory-telemetry.ts';
import { type Outcome, ok, retry } from '../../../../lambdas/core/consume/outcome.ts';
import { mskEvent, selfManagedKafkaEvent } from '../../../event-sources-recorded/kafka-events.ts';
import { arriving } from '../../../support/commands.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { Noted, notedConsumer, notedParking } from '../../core/consume/deliveries.ts';

const context = { getRemainingTimeInMillis: () => 30_000 };

function handling(answer?: (note: string) => Outcome, options: Partial<KafkaHandlerOptions> = {}) {
  let flushes = 0;
  const telemetry = { ...createMemoryTelemetry(), flush: () => (flushes += 1) };
  const consumer = notedConsumer(answer);
  const parking = notedParking();
  const handler = createKafkaHandler({ consumer, parking, telemetry, clock: fixedClock(), ...options });
  return { handler, consumer, parking, telemetry, flushes: () => flushes };
}

const encoded = (text: string) => Buffer.from(text).toString('base64');

/** A sound record whose note is its partition and offset. */
function noted(partition: number, offset: number, more: object = {}): unknown {
  const value = encoded(JSON.stringify(arriving(Noted.of({ note: `${partition}/${offset}` }))));
  const key = encoded('k');
  return {
    topic: 'topic',
    partition,
    offset,
    timestamp: 0,
    timestampType: 'CREATE_TIME',
    key,
    value,
    headers: [],
    ...more,
  };
}

const eventOf = (...partitions: readonly (readonly unknown[])[]) => ({
  ...mskEvent,
  records: Object.fromEntries(partitions.map((records, partition) => [`topic-${partition}`, records])),
});

const failing =
  (...notes: readonly string[]) =>
  (note: string) =>
    notes.includes(note) ? retry('later', 60) : ok();

const restart = (partition: string, offset: number) => ({ itemIdentifier: { partition, offset } });

describe('kafka handler', () => {
  it('failure mode 62: answers the first failed record of each partition and lets the other partitions go on', async () => {
    const { handler, consumer } = handling(failing('0/2', '2/1'));
    const event = eventOf(
      [noted(0, 1), noted(0, 2), noted(0, 3)],
      [noted(1, 1), noted(1, 2)],
      [noted(2, 1), noted(2, 2)],
    );

    await expect(handler(event, context)).resolves.toEqual({
      batchItemFailures: [restart('topic-0', 2), restart('topic-2', 1)],
    });
    expect([...consumer.seen].sort()).toEqual(['0/1', '0/2', '1/1', '1/2', '2/1']);
  });

  it('failure mode 61: parks a poison record and goes on behind it', async () => {
    const { handler, consumer, parking } = handling();
    const event = eventOf([noted(0, 1), noted(0, 2, { value: encoded('no envelope') }), noted(0, 3)]);

    await expect(handler(event, context)).resolves.toEqual({ batchItemFailures: [] });
    expect(consumer.seen).toEqual(['0/1', '0/3']);
    expect(parking.parked).toMatchObject([{ id: 'topic-0@2' }]);
  });

  it.each([
    ['a tombstone', { value: null }],
    ['bytes that are no text', { value: Buffer.from([0xff, 0xfe]).toString('base64') }],
    ['a value that is no base64', { value: 'not base64!' }],
    ['bytes that a queue refuses', { value: encoded('\u0000') }],
  ])('failure modes 63 and 64: parks %s and keeps its neighbours', async (_, more) => {
    const { handler, consumer, parking } = handling();

    await expect(handler(eventOf([noted(0, 1, more), noted(0, 2)]), context)).resolves.toEqual({
      batchItemFailures: [],
    });
    expect(consumer.seen).toEqual(['0/2']);
    expect(parking.parked[0]?.reason).toMatch(/^envelope-invalid: /);
  });

  it('failure mode 64: a record without a key waits for no other', async () => {
    const { handler, consumer } = handling(failing('0/1'));

    await handler(eventOf([noted(0, 1, { key: null }), noted(0, 2, { key: null })]), context);

    expect(consumer.seen).toEqual(['0/1', '0/2']);
  });

  it.each([mskEvent, selfManagedKafkaEvent])(
    'parks the documented event, which is no envelope: $eventSource',
    async (event) => {
      const { handler, parking } = handling();

      await expect(handler(event, context)).resolves.toEqual({ batchItemFailures: [] });
      expect(parking.parked).toMatchObject([{ id: 'mytopic-0@15' }]);
    },
  );

  it.each([undefined, '2', -1, 1.5])('rejects rather than to answer offset %j', async (offset) => {
    const { handler, flushes } = handling(failing('0/1'));

    await expect(handler(eventOf([noted(0, 1, { offset })]), context)).rejects.toMatchObject({
      code: 'batch-failed',
      retryable: true,
    });
    expect(flushes()).toBe(1);
  });

  it.each([undefined, null, {}, { records: { 'topic-0': 'none' } }])('rejects an event of %j', async (event) => {
    const { handler } = handling();

    await expect(handler(event, context)).rejects.toMatchObject({ code: 'input-invalid' });
  });

  it('counts the batch when no partition moved on, and not when one did', async () => {
    const { handler, telemetry } = handling(failing('0/1', '1/1'));

    await handler(eventOf([noted(0, 1)], [noted(1, 1)]), context);
    await handler(eventOf([noted(0, 1)], [noted(1, 2)]), context);

    expect(telemetry.counted('BatchesFailed')).toBe(1);
  });

  it('refuses a concurrency of 0 before any event', () => {
    expect(() => handling(undefined, { concurrency: 0 })).toThrow(expect.objectContaining({ code: 'input-invalid' }));
  });
});
