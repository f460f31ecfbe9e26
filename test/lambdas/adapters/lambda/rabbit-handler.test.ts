import { describe, expect, it } from '@jest/globals';
import { createRabbitHandler } from '../../../../lambdas/adapters/lambda/rabbit-handler.ts';
import { createMemoryTelemetry } from '../../../../lambdas/adapters/telemetry/memory-telemetry.ts';
import { type Outcome, ok, retry } from '../../../../lambdas/core/consume/outcome.ts';
import { rabbitEvent } from '../../../event-sources-recorded/rabbit-events.ts';
import { arriving } from '../../../support/commands.ts';
import { fixedClock } from '../../../support/fixed-clock.ts';
import { Noted, notedConsumer, notedParking } from '../../core/consume/deliveries.ts';

const context = { getRemainingTimeInMillis: () => 30_000 };

function handling(answer?: (note: string) => Outcome) {
  const telemetry = createMemoryTelemetry();
  const consumer = notedConsumer(answer);
  const parking = notedParking();
  return {
    handler: createRabbitHandler({ consumer, parking, telemetry, clock: fixedClock() }),
    ...{ consumer, parking, telemetry },
  };
}

function noted(note: string, key?: string): unknown {
  const headers = key === undefined ? null : { ce_partitionkey: { bytes: [...Buffer.from(key)] } };
  const data = Buffer.from(JSON.stringify(arriving(Noted.of({ note })))).toString('base64');
  return { basicProperties: { headers, messageId: note }, redelivered: false, data };
}

const eventOf = (...messages: readonly unknown[]) => ({
  ...rabbitEvent,
  rmqMessagesByQueue: { 'orders::/': messages },
});

describe('rabbit handler', () => {
  it('answers nothing when every message was handled', async () => {
    const { handler, consumer } = handling();

    await expect(handler(eventOf(noted('m1'), noted('m2')), context)).resolves.toBeUndefined();
    expect(consumer.seen).toEqual(['m1', 'm2']);
  });

  it('fails the whole batch when one message failed, with all other keys tried', async () => {
    const { handler, consumer, telemetry } = handling((note) => (note === 'a1' ? retry('later') : ok()));
    const event = eventOf(noted('a1', 'a'), noted('b1', 'b'), noted('a2', 'a'), noted('c1'));

    await expect(handler(event, context)).rejects.toMatchObject({
      code: 'batch-failed',
      retryable: true,
      message: 'every record of a batch must succeed, got 2 of 4 failed',
    });
    expect([...consumer.seen].sort()).toEqual(['a1', 'b1', 'c1']);
    expect(telemetry.counted('BatchesFailed')).toBe(1);
  });

  it('failure mode 69: parks what cannot be handled, so that the only reader goes on', async () => {
    const { handler, consumer, parking } = handling();
    const { 'pizzaQueue::/': documented } = rabbitEvent.rmqMessagesByQueue;

    await expect(handler(eventOf(...documented, null, noted('m1')), context)).resolves.toBeUndefined();
    expect(consumer.seen).toEqual(['m1']);
    expect(parking.parked).toHaveLength(2);
  });

  it.each([undefined, {}, { rmqMessagesByQueue: { q: 1 } }])('rejects an event of %j', async (event) => {
    await expect(handling().handler(event, context)).rejects.toMatchObject({ code: 'input-invalid' });
  });
});
