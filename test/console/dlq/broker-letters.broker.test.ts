import { afterEach, describe, expect, it } from '@jest/globals';
import { brokerLetters } from '../../../console/dlq/broker-letters.ts';
import { createOperations } from '../../../console/dlq/create-operations.ts';
import type { Operations } from '../../../console/dlq/operations.ts';
import { forwardToKafka } from '../../../lambdas/adapters/forward/forward-to-kafka.ts';
import { forwardToNats } from '../../../lambdas/adapters/forward/forward-to-nats.ts';
import { forwardToRabbit } from '../../../lambdas/adapters/forward/forward-to-rabbit.ts';
import { forwardToRedis } from '../../../lambdas/adapters/forward/forward-to-redis.ts';
import type { OpenedForwarding } from '../../../lambdas/adapters/forward/forwarding.ts';
import { openForwarding } from '../../../lambdas/adapters/forward/open-forwarding.ts';
import {
  type MemoryItemStore,
  createMemoryItemStore,
} from '../../../lambdas/adapters/memory/item-store/memory-item-store.ts';
import { createJitteredBackoff } from '../../../lambdas/adapters/system/jittered-backoff.ts';
import { sleep } from '../../../lambdas/adapters/system/sleep.ts';
import { systemClock as clock } from '../../../lambdas/adapters/system/system-clock.ts';
import { uuidSource as ids } from '../../../lambdas/adapters/system/uuid-source.ts';
import { silentTelemetry as telemetry } from '../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { openBrokerConnections } from '../../../lambdas/adapters/topology/open-broker-connections.ts';
import { reconcileBrokers } from '../../../lambdas/adapters/topology/reconcile-brokers.ts';
import { createWorkerHost } from '../../../lambdas/adapters/worker/worker-host.ts';
import { type BrokerKind, brokerKinds } from '../../../lambdas/contracts/definition/broker-kind.ts';
import type { PipelineDefinition } from '../../../lambdas/contracts/definition/pipeline-definition.ts';
import { outgoingMessage } from '../../../lambdas/core/outbox/outgoing-message.ts';
import type { Publisher } from '../../../lambdas/core/ports/publisher.ts';
import { until } from '../../lambdas/adapters/kafka/until.ts';
import { Noted, movedPipeline, orderedPipeline } from '../../lambdas/adapters/worker/moved-pipeline.ts';
import { createMendedReader, createReader, notes } from '../../lambdas/adapters/worker/notes.ts';
import { arriving } from '../../support/commands.ts';
import { dlqOn } from '../../support/dlq-on.ts';
import { memoryPayloads } from '../../support/memory-payloads.ts';
import { type RunningBroker, startBroker } from '../../support/start-broker.ts';

const testMs = 240_000;

/** Notes of one key, the first of which fails until its reader is mended. */
const keyed = ['always', 'second', 'third', 'fourth'].map((note) =>
  outgoingMessage(arriving(Noted.of({ note, key: 'key' }))),
);

/** What a test started, last first. */
let closing: (() => Promise<unknown>)[] = [];

describe('dead letters at brokers', () => {
  afterEach(async () => {
    for (const close of closing) {
      await close();
    }
    closing = [];
  }, testMs);

  it.each(brokerKinds)(
    'of %s are listed, sent back and handled once, and dropped, by the same commands as those of queues',
    async (kind) => {
      const broker = await startBroker(kind);
      closing.push(() => broker.stop());
      const items = createMemoryItemStore();
      const pipeline = movedPipeline(kind);
      await filled({ kind, pipeline, broker });
      const operations = operationsOn(pipeline, broker, items);
      closing.unshift(() => operations.close());
      const failing: string[] = [];
      const first = startReader({ pipeline, broker, items, effects: failing });
      await until('both letters', async () => /2 letters/u.test((await dlqOn(operations, 'ls notes')).output));
      await first.stop();

      const planned = await dlqOn(operations, 'redrive notes --dry-run --json');
      expect(planned.code).toBe(1);
      expect(JSON.parse(planned.output)).toMatchObject([{ dryRun: true, toSend: [{}], failed: [{}], heldBack: [] }]);

      expect((await dlqOn(operations, 'ls notes')).output).toContain('2 letters');

      const redriven = await dlqOn(operations, 'redrive notes --json');
      expect(JSON.parse(redriven.output)).toMatchObject([{ sent: 1, done: 1, failed: [{}], waiting: [] }]);
      const mended: string[] = [];
      const second = startReader({ pipeline, broker, items, effects: mended, mend: true });
      await until('the letter that is mended', () => mended.length > 0);
      expect((await dlqOn(operations, 'drop notes --all')).output).toContain('1 of 1 dropped');
      expect((await dlqOn(operations, 'ls notes')).output).toContain('0 letters');
      await second.stop();

      expect(mended).toEqual(['always']);
      expect(failing).not.toContain('always');
    },
    testMs,
  );

  it(
    'of a key that its reader of Kafka parked go back in their order, and leave their line once they are handled',
    async () => {
      const broker = await startBroker('kafka');
      closing.push(() => broker.stop());
      const items = createMemoryItemStore();
      const [pipeline, effects] = [orderedPipeline, [] as string[]];
      await made({ kind: 'kafka', pipeline, broker });
      const operations = operationsOn(pipeline, broker, items);
      closing.unshift(() => operations.close());
      await send({ kind: 'kafka', pipeline, broker }, keyed);
      const first = startReader({ pipeline, broker, items, effects });
      await until('the line', async () => (await dlqOn(operations, 'ls notes')).output.includes('4 letters of 1 key'));
      await first.stop();

      const second = startReader({ pipeline, broker, items, effects, mend: true });
      const redriven = await dlqOn(operations, 'redrive notes --json');
      await second.stop();

      expect(JSON.parse(redriven.output)).toMatchObject([{ sent: 4, done: 4, failed: [], waiting: [] }]);
      expect(effects).toEqual(['always', 'second', 'third', 'fourth']);
      expect((await dlqOn(operations, 'ls notes')).output).toContain('0 letters');
    },
    testMs,
  );
});

function operationsOn(
  definition: PipelineDefinition,
  { variables }: Pick<RunningBroker, 'variables'>,
  items: MemoryItemStore,
): Operations {
  const brokers = brokerLetters(definition, variables);
  const backoff = createJitteredBackoff({ sleep, random: Math.random });
  const noSqs: Publisher = { publish: () => Promise.reject(new RangeError('no queue of SQS is sent to')) };
  return createOperations({
    ...{ definition, items, clock, ids, sleep, backoff, payloads: memoryPayloads(), brokers },
    ...{ sourcesOf: () => [], senderOf: () => noSqs, close: () => brokers.close() },
  });
}

interface At {
  readonly kind: BrokerKind;
  readonly pipeline: PipelineDefinition;
  readonly broker: RunningBroker;
}

/** Makes what the pipeline needs, and sends it the notes. */
async function filled(at: At): Promise<void> {
  await made(at);
  await send(at);
}

async function made({ kind, pipeline, broker: { variables } }: At): Promise<void> {
  const connections = await openBrokerConnections([kind], {
    ...{ clientId: 'test', environment: { variables }, telemetry },
  });
  await reconcileBrokers(pipeline, connections);
  await connections.close();
}

const forwardings: Readonly<
  Record<BrokerKind, (of: Parameters<typeof openForwarding>[0]) => Promise<OpenedForwarding>>
> = {
  kafka: (of) => openForwarding(of, forwardToKafka),
  redis: (of) => openForwarding(of, forwardToRedis),
  rabbitmq: (of) => openForwarding(of, forwardToRabbit),
  nats: (of) => openForwarding(of, forwardToNats),
};

async function send({ kind, pipeline, broker: { variables } }: At, messages = notes()): Promise<void> {
  const of = { pipeline, name: 'bridge', environment: { variables }, telemetry };
  const opened = await forwardings[kind](of);
  expect(await opened.publisher.publish(messages)).toEqual({ failed: [] });
  await opened.close();
}

interface Reading extends Omit<At, 'kind'> {
  readonly items: MemoryItemStore;
  readonly effects: string[];
  /** Whether it handles whatever it can read. @default false */
  readonly mend?: boolean;
}

/** The reader of the notes, as it is or once its fault is mended; it does nothing twice, also across both. */
function startReader({ pipeline, broker, items, effects, mend = false }: Reading) {
  const stopping = new AbortController();
  const host = createWorkerHost(pipeline, 'reader', {
    ...{ items, telemetry, variables: broker.variables },
    stop: { signal: stopping.signal, ended: () => undefined },
  });
  const running = host.run(mend ? createMendedReader(host, effects) : createReader(host, effects));
  return {
    stop: async (): Promise<void> => {
      stopping.abort();
      await running;
    },
  };
}
