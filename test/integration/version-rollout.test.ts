import { beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { deadLetterQueueOf } from '../../lambdas/adapters/memory/broker/dead-letter-queue-of.ts';
import { createMemoryBroker, type MemoryBroker } from '../../lambdas/adapters/memory/broker/memory-broker.ts';
import { consumer } from '../../lambdas/contracts/definition/consumer.ts';
import { deadLetter } from '../../lambdas/contracts/definition/dead-letter.ts';
import { pipeline } from '../../lambdas/contracts/definition/pipeline.ts';
import { queue } from '../../lambdas/contracts/definition/queue.ts';
import { relay } from '../../lambdas/contracts/definition/relay.ts';
import { topic } from '../../lambdas/contracts/definition/topic.ts';
import { event, type EventType } from '../../lambdas/contracts/events/event-type.ts';
import { ok } from '../../lambdas/core/consume/outcome.ts';
import { createRecordHandler } from '../../lambdas/core/consume/record-handler.ts';
import { outgoingMessage } from '../../lambdas/core/outbox/outgoing-message.ts';
import { arriving } from '../support/commands.ts';
import { fixedClock } from '../support/fixed-clock.ts';
import { fixedIds } from '../support/fixed-ids.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';

const OldNotice = event('notice', { schema: z.object({ to: z.string() }), key: ({ to }) => to });
const NewNotice = event('notice', {
  version: 2,
  schema: z.object({ to: z.string(), language: z.string() }),
  key: ({ to }) => to,
  upcasters: { 1: (old) => ({ ...(old as object), language: 'en' }) },
});

const definition = pipeline('rollout', {
  topics: { news: topic({ carries: [OldNotice] }) },
  queues: { notices: queue({ from: { news: [OldNotice] }, deadLetter: deadLetter() }) },
  consumers: { notifier: consumer({ entry: 'notifier.ts', source: 'notices', handles: [OldNotice] }) },
  relay: relay({ entry: 'relay.ts' }),
});

const oldMessage = outgoingMessage(arriving(OldNotice.of({ to: 'ann' })));
const newMessage = outgoingMessage(arriving(NewNotice.of({ to: 'bob', language: 'de' })));

let broker: MemoryBroker;
let handled: unknown[];

/** Has a consumer that knows one version of the type handle whatever lies in a queue. */
async function run(known: EventType, queueName = 'notices'): Promise<void> {
  const handle = createRecordHandler({
    consumer: {
      name: 'notifier',
      handles: [known],
      handle: ({ data }) => {
        handled.push(data);
        return Promise.resolve(ok());
      },
    },
    telemetry: recordingTelemetry(),
    parking: broker.parking('notices'),
  });
  for (const record of broker.receive(queueName, 10)) {
    expect(await handle(record, Number.MAX_SAFE_INTEGER)).toEqual({ done: true });
    broker.delete(queueName, record.receipt);
  }
}

beforeEach(() => {
  handled = [];
  const clock = fixedClock();
  broker = createMemoryBroker({ definition, clock, ids: fixedIds('r'), visibilitySecondsOf: () => 30 });
});

describe('failure mode 82: a new version of a type', () => {
  it('is taken by a consumer deployed before its producers, as is the old one still on its way', async () => {
    await broker.publisher.publish([oldMessage, newMessage]);

    await run(NewNotice);

    expect(handled).toEqual([
      { to: 'ann', language: 'en' },
      { to: 'bob', language: 'de' },
    ]);
  });

  it('is parked whole, with its reason, by a consumer deployed after its producers, and the old one handled', async () => {
    await broker.publisher.publish([newMessage, oldMessage]);

    await run(OldNotice);

    expect(handled).toEqual([{ to: 'ann' }]);
    expect(broker.messages(deadLetterQueueOf('notices'))).toMatchObject([
      { body: newMessage.body, reason: expect.stringContaining('event-version-unknown') },
    ]);
  });

  it('is handled out of the dead letters once the consumer that knows it is deployed', async () => {
    await broker.publisher.publish([newMessage]);
    await run(OldNotice);
    expect(handled).toEqual([]);

    await run(NewNotice, deadLetterQueueOf('notices'));

    expect(handled).toEqual([{ to: 'bob', language: 'de' }]);
    expect(broker.messages(deadLetterQueueOf('notices'))).toEqual([]);
  });
});
