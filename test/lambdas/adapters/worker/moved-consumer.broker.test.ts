import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as timeout } from 'node:timers/promises';
import { forwardToKafka } from '../../../../lambdas/adapters/forward/forward-to-kafka.ts';
import { forwardToNats } from '../../../../lambdas/adapters/forward/forward-to-nats.ts';
import { forwardToRabbit } from '../../../../lambdas/adapters/forward/forward-to-rabbit.ts';
import { forwardToRedis } from '../../../../lambdas/adapters/forward/forward-to-redis.ts';
import type { OpenedForwarding } from '../../../../lambdas/adapters/forward/forwarding.ts';
import { openForwarding } from '../../../../lambdas/adapters/forward/open-forwarding.ts';
import { consumerPorts } from '../../../../lambdas/adapters/lambda/consumer-ports.ts';
import { type MemoryBroker, createMemoryBroker } from '../../../../lambdas/adapters/memory/broker/memory-broker.ts';
import { createMemoryItemStore } from '../../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { systemClock as clock } from '../../../../lambdas/adapters/system/system-clock.ts';
import { uuidSource as ids } from '../../../../lambdas/adapters/system/uuid-source.ts';
import { silentTelemetry } from '../../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { createWorkerHost } from '../../../../lambdas/adapters/worker/worker-host.ts';
import { type BrokerKind, brokerKinds } from '../../../../lambdas/contracts/definition/broker-kind.ts';
import { createBatchConsumer } from '../../../../lambdas/core/consume/batch-consumer.ts';
import type { Consumer } from '../../../../lambdas/core/consume/consumer.ts';
import { createForwarder } from '../../../../lambdas/core/forward/forwarder.ts';
import type { DeadLetterQueue } from '../../../../lambdas/core/ports/dead-letter-queue.ts';
import type { Publisher } from '../../../../lambdas/core/ports/publisher.ts';
import { recordingTelemetry } from '../../../support/recording-telemetry.ts';
import { startBroker } from '../../../support/start-broker.ts';
import { lettersAt } from './letters-at.ts';
import { Noted, movedPipeline } from './moved-pipeline.ts';
import { createReader, expected, noteIn, notes } from './notes.ts';

const testMs = 240_000;
const waitSteps = 1200;
const stepMs = 50;

/** What a test started, last first. */
let closing: (() => Promise<unknown>)[] = [];

describe('a consumer', () => {
  afterEach(async () => {
    for (const close of closing) {
      await close();
    }
    closing = [];
  }, testMs);

  it('handles a queue of SQS: every note once, and parks what it cannot', async () => {
    const sqs = memorySqs('queue');
    const effects: string[] = [];
    const ports = consumerPorts(movedPipeline('queue'), 'reader', {
      items: createMemoryItemStore(),
      telemetry: silentTelemetry,
    });

    await pump(sqs, 'notes', createReader(ports, effects));

    expect(effects.sort()).toEqual(expected.effects);
    expect(await lettersIn(sqs.deadLetters('notes'), () => true)).toEqual(expected.letters);
  });

  it.each(brokerKinds)(
    'moved to %s by a line of its definition has the same outcome',
    async (kind) => {
      const broker = await startBroker(kind);
      closing.push(() => broker.stop());
      const dead = await lettersAt[kind](broker);
      closing.unshift(() => dead.close());
      const definition = movedPipeline(kind);
      const telemetry = recordingTelemetry();
      const stop = new AbortController();
      const effects: string[] = [];
      await bridged(kind, broker.variables);

      const host = createWorkerHost(definition, 'reader', {
        ...{ items: createMemoryItemStore(), telemetry, variables: broker.variables },
        stop: { signal: stop.signal, ended: () => undefined },
      });
      const ended = host.run(createReader(host, effects));
      const parked = await lettersIn(
        dead.letters,
        (found) => effects.length >= expected.effects.length && found.length > 1,
      );
      stop.abort();
      await ended;

      expect(effects.sort()).toEqual(expected.effects);
      expect(parked).toEqual(expected.letters);
      expect(telemetry.lines).toEqual(expect.arrayContaining(['worker started', 'worker stopped']));
    },
    testMs,
  );
});

/** Sends the notes from a queue of SQS over the bridge; the broker takes some twice. */
async function bridged(kind: BrokerKind, variables: Readonly<Record<string, string>>): Promise<void> {
  const of = { pipeline: movedPipeline(kind), name: 'bridge', environment: { variables }, telemetry: silentTelemetry };
  const opened = await forwardings[kind](of);
  await pump(
    memorySqs(kind),
    'toBroker',
    createForwarder({ name: 'bridge', handles: [Noted], publisher: forgetful(opened.publisher) }),
  );
  await opened.close();
}

const forwardings: Readonly<
  Record<BrokerKind, (of: Parameters<typeof openForwarding>[0]) => Promise<OpenedForwarding>>
> = {
  kafka: (of) => openForwarding(of, forwardToKafka),
  redis: (of) => openForwarding(of, forwardToRedis),
  rabbitmq: (of) => openForwarding(of, forwardToRabbit),
  nats: (of) => openForwarding(of, forwardToNats),
};

/** Loses the answer about the first call, all of which is accepted. */
function forgetful(publisher: Publisher): Publisher {
  let calls = 0;
  return {
    publish: async (messages) => {
      const result = await publisher.publish(messages);
      calls += 1;
      return calls === 1 ? { failed: messages.map(({ id }) => ({ id, reason: 'answer lost' })) } : result;
    },
  };
}

function memorySqs(kind: BrokerKind | 'queue'): MemoryBroker {
  return createMemoryBroker({ definition: movedPipeline(kind), clock, ids, visibilitySecondsOf: () => 60 });
}

/** Publishes the notes, and takes a queue through a consumer until it is empty. */
async function pump(sqs: MemoryBroker, queue: string, consumer: Consumer): Promise<void> {
  expect(await sqs.publisher.publish(notes())).toEqual({ failed: [] });
  const consume = createBatchConsumer({
    ...{ consumer, clock, ordering: 'group', telemetry: silentTelemetry, retryDelay: () => 0 },
    ...{ visibility: sqs.visibility(queue), parking: sqs.parking(queue) },
  });
  for (let records = sqs.receive(queue, 10); records.length > 0; records = sqs.receive(queue, 10)) {
    const { failed } = await consume(records, { deadline: clock.now() + 30_000 });
    records.filter(({ id }) => !failed.includes(id)).forEach(({ receipt }) => sqs.delete(queue, receipt));
  }
}

/** Collects letters until there are enough. */
async function lettersIn(
  letters: DeadLetterQueue,
  isEnough: (found: readonly string[]) => boolean,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (let step = 0; step < waitSteps; step += 1) {
    for (const letter of await letters.receive()) {
      found.push(noteIn(letter.body));
      await letters.delete(letter);
    }
    if (isEnough(found)) {
      return found.sort();
    }
    await timeout(stepMs);
  }
  throw new RangeError(`letters must come in time, got ${found.join(', ') || 'none'}`);
}
