import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createKafkaOperations } from '../../../../lambdas/adapters/kafka/operations/kafka-operations.ts';
import { forwardToKafka } from '../../../../lambdas/adapters/forward/forward-to-kafka.ts';
import { openForwarding } from '../../../../lambdas/adapters/forward/open-forwarding.ts';
import { reconcileBrokers } from '../../../../lambdas/adapters/topology/reconcile-brokers.ts';
import { silentTelemetry as telemetry } from '../../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { runKafkaForwarder } from '../../../../lambdas/adapters/worker/run-kafka-forwarder.ts';
import { outgoingMessage } from '../../../../lambdas/core/outbox/outgoing-message.ts';
import { arriving } from '../../../support/commands.ts';
import { type RunningBroker, startBroker } from '../../../support/start-broker.ts';
import { until } from '../kafka/until.ts';
import { Written, copiedPipeline } from './copied-pipeline.ts';

const testMs = 180_000;
const texts = ['a', 'b', 'c'];

let broker: RunningBroker;
let operations: ReturnType<typeof createKafkaOperations>;

beforeAll(async () => {
  broker = await startBroker('kafka');
  operations = createKafkaOperations({
    clientId: 'test',
    brokers: (broker.variables['KAFKA_BROKERS'] ?? '').split(','),
  });
  await reconcileBrokers(copiedPipeline, { kafka: operations });
}, testMs);

afterAll(async () => {
  await operations.close();
  await broker.stop();
}, testMs);

it(
  'sends each message on to every topic that carries it, as it came, and what is none to the dead letters',
  async () => {
    const { variables } = broker;
    const sent = await fill({ variables });
    const stopping = new AbortController();

    const running = runKafkaForwarder(copiedPipeline, 'copier', {
      ...{ telemetry, variables, stop: { signal: stopping.signal, ended: () => undefined } },
    });
    await until('all copies', async () => (await idsIn('copied.second')).length >= sent.length);
    await until('the letter', async () => (await idsIn('copied.lines.dead-letters')).length > 0);
    stopping.abort();
    await running;

    expect((await idsIn('copied.first')).sort()).toEqual([...sent].sort());
    expect((await idsIn('copied.second')).sort()).toEqual([...sent].sort());
    expect(await idsIn('copied.lines.dead-letters')).toHaveLength(1);
  },
  testMs,
);

/** Sends lines of each text, and one message that breaks its contract; answers the ids of the sound ones. */
async function fill(environment: { readonly variables: Readonly<Record<string, string>> }): Promise<readonly string[]> {
  const of = { pipeline: copiedPipeline, name: 'bridge', environment, telemetry };
  const bridge = await openForwarding(of, forwardToKafka);
  const lines = texts.flatMap((text) => [0, 1, 2, 3].map((line) => arriving(Written.of({ text, line }))));
  const unknown = { ...outgoingMessage(arriving(Written.of({ text: 'd', line: 0 }))), body: 'no envelope' };
  expect(await bridge.publisher.publish([...lines.map((line) => outgoingMessage(line)), unknown])).toEqual({
    failed: [],
  });
  await bridge.close();
  return lines.map(({ id }) => id);
}

/** The messages of a topic by the ids that they travel with. */
async function idsIn(topic: string): Promise<string[]> {
  const found = await Promise.all(
    [0, 1, 2].map((partition) =>
      operations
        .browseTopic({ topic, partition, limit: 100, payload: false, from: { kind: 'earliest' } })
        .catch(() => []),
    ),
  );
  return found.flat().map(({ headers, offset }) => Object.fromEntries(headers)['ce_id'] ?? `offset ${offset}`);
}
