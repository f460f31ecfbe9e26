import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { silentTelemetry as telemetry } from '../../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import type { BrokerReconciliation } from '../../../../lambdas/adapters/topology/broker-reconciliation.ts';
import {
  addressedBrokers,
  openBrokerConnections,
} from '../../../../lambdas/adapters/topology/open-broker-connections.ts';
import { reconcileBrokers } from '../../../../lambdas/adapters/topology/reconcile-brokers.ts';
import { type BrokerKind, brokerKinds } from '../../../../lambdas/contracts/definition/broker-kind.ts';
import { kafkaTopic } from '../../../../lambdas/contracts/definition/kafka-topic.ts';
import { natsStream } from '../../../../lambdas/contracts/definition/nats-stream.ts';
import type { PipelineDefinition } from '../../../../lambdas/contracts/definition/pipeline-definition.ts';
import { pipeline } from '../../../../lambdas/contracts/definition/pipeline.ts';
import { rabbitCall } from '../../../../lambdas/contracts/definition/rabbit-call.ts';
import { rabbitQueue } from '../../../../lambdas/contracts/definition/rabbit-queue.ts';
import { handlerBuild } from '../../../../lib/constructs/function/handler-bundles.ts';
import { type RunningBroker, startBroker } from '../../../support/start-broker.ts';
import { brokerParts } from '../../contracts/definition/broker-sample.ts';
import { Begun } from '../../contracts/definition/sample-parts.ts';

const { rabbitmq, ...others } = brokerParts;
const definition = pipeline('test', {
  ...others,
  rabbitmq: {
    ...rabbitmq,
    calls: { quote: rabbitCall('rpc_queue', { request: Begun, reply: Begun, worker: 'q.ts' }) },
  },
});

/** The same pipeline after somebody changed their mind. */
const changed: PipelineDefinition = {
  ...definition,
  kafka: { log: kafkaTopic('test.log', { ...others.kafka.log, partitions: 8, retentionDays: 3 }) },
  nats: { feed: natsStream('FEED', { ...others.nats.feed, retentionDays: 3 }) },
  rabbitmq: {
    ...rabbitmq,
    queues: { tasks: rabbitQueue('work_queue', { ...rabbitmq.queues.tasks, ttlSeconds: 60 }) },
  },
};

let bundles = '';
let brokers: Readonly<Partial<Record<BrokerKind, RunningBroker>>> = {};
let variables: Readonly<Record<string, string>> = {};
let reconcile: (wanted: PipelineDefinition) => Promise<readonly BrokerReconciliation[]>;
let close: () => Promise<void>;

beforeAll(async () => {
  bundles = await mkdtemp(join(tmpdir(), 'reconciler-'));
  const started = await Promise.all(brokerKinds.map(async (kind) => [kind, await startBroker(kind)] as const));
  brokers = Object.fromEntries(started);
  variables = Object.assign({}, ...started.map(([, one]) => one.variables)) as Readonly<Record<string, string>>;
  const environment = { variables };
  const connections = await openBrokerConnections(addressedBrokers(environment), {
    ...{ clientId: 'test', environment, telemetry },
  });
  reconcile = (wanted) => reconcileBrokers(wanted, connections);
  close = () => connections.close();
}, 240_000);

afterAll(async () => {
  await close();
  await rm(bundles, { recursive: true, force: true });
  await Promise.all(Object.values(brokers).map((broker) => broker.stop()));
}, 60_000);

describe('reconcileBrokers', () => {
  it('makes everything that a pipeline has at brokers, once', async () => {
    const first = await reconcile(definition);
    const second = await reconcile(definition);

    expect(first.map(({ kind, made }) => [kind, made])).toEqual([
      ['kafka', ['test.log', 'test.log.dead-letters']],
      ['redis', ['group test-liveReader of test:live']],
      ['rabbitmq', ['events', 'dlx', 'work_queue', 'dlq', 'rpc_queue']],
      [
        'nats',
        [
          ...['stream FEED', 'stream FEED_DEAD_LETTERS', 'consumer test-feedReader of FEED'],
          'consumer dead-letters of FEED_DEAD_LETTERS',
        ],
      ],
    ]);
    for (const { kind, ...rest } of second) {
      expect([kind, rest]).toEqual([kind, { made: [], changed: [], refused: [], undeclared: [] }]);
    }
  }, 60_000);

  it('changes what may be changed, refuses what may not, and says both', async () => {
    const [kafka, redis, rabbit, nats] = await reconcile(changed);

    expect(kafka?.changed).toEqual([
      'test.log: 8 partitions instead of 6',
      'test.log: retention.ms 259200000 instead of 604800000',
      'test.log.dead-letters: 8 partitions instead of 6',
    ]);
    expect(redis?.changed).toEqual([]);
    expect(rabbit?.refused).toEqual([
      expect.stringContaining('x-message-ttl of queue "work_queue" must be 60000, the broker has none'),
    ]);
    expect(nats?.changed).toEqual(['stream FEED: max_age 604800000000000 instead of 259200000000000']);
  }, 60_000);

  it('refuses to begin without a connection to every broker', async () => {
    await expect(reconcileBrokers(definition, {})).rejects.toMatchObject({
      code: 'input-invalid',
      message: 'every broker of the pipeline must have a connection, got none to kafka, redis, rabbitmq, nats',
    });
  });
});

describe('the deployed reconciler', () => {
  it('makes what the orders have at brokers, once, and fails a deployment when a broker has something else', async () => {
    const handler = await bundledHandler();
    const first = await invoke(handler, variables);
    const second = await invoke(handler, variables);
    const connections = await openBrokerConnections(['rabbitmq'], {
      ...{ clientId: 'test', environment: { variables }, telemetry },
    });
    const channel = await connections.rabbitmq?.channel();
    await channel?.deleteQueue('order_processing');
    await channel?.assertQueue('order_processing', { durable: true, arguments: { 'x-queue-type': 'quorum' } });
    await connections.close();

    expect(first.answer).toMatchObject([
      { kind: 'kafka', made: ['orders.events', 'orders.events.dead-letters'] },
      { kind: 'redis', made: ['group orders-liveOrders of orders:live'] },
      { kind: 'rabbitmq', made: ['order_processing'] },
      { kind: 'nats', made: expect.arrayContaining(['stream PARCELS']) as unknown },
    ]);
    expect(second.answer).toMatchObject(brokerKinds.map((kind) => ({ kind, made: [], refused: [] })));
    await expect(invoke(handler, variables)).resolves.toEqual({
      error: expect.stringMatching(
        /^definition-invalid: brokers must have .*rabbitmq: .*"order_processing"/,
      ) as unknown,
    });
  }, 60_000);
});

/** The function as it is deployed: one file, run in a process of its own. */
async function bundledHandler(): Promise<string> {
  const { outputFiles } = await build({ ...handlerBuild, entryPoints: ['lambdas/reconcile-brokers/handler.ts'] });
  const file = join(bundles, 'index.mjs');
  const require = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
  await writeFile(file, `${require}\n${outputFiles[0]?.text ?? ''}`);
  return file;
}

/** What an invocation answers, or how it fails. */
async function invoke(handler: string, variables: Readonly<Record<string, string>>): Promise<{ answer?: unknown }> {
  const script = `
    const { handler } = await import(${JSON.stringify(handler)});
    const said = await handler().then((answer) => ({ answer }), ({ code, message }) => ({ error: code + ': ' + message }));
    console.log(JSON.stringify(said));
    process.exit();`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    env: variables,
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { answer?: unknown };
}
