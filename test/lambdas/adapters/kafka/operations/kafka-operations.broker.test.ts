import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Consumer, type MessageToProduce, Producer } from '@platformatic/kafka';
import {
  type KafkaOperations,
  createKafkaOperations,
} from '../../../../../lambdas/adapters/kafka/operations/kafka-operations.ts';
import { type RunningKafka, startKafka } from '../../../../../localstack/backends/kafka/start-kafka.ts';
import { localDirectory } from '../../../../../localstack/backends/project-paths.ts';

const startMs = 180_000;
jest.setTimeout(60_000);

let directory: string;
let kafka: RunningKafka;
let operations: KafkaOperations;
let producer: Producer;

beforeAll(async () => {
  const brokers = join(localDirectory, 'brokers');
  await mkdir(brokers, { recursive: true });
  directory = await mkdtemp(join(brokers, 'kafka-'));
  kafka = await startKafka({ directory, nodes: 1, say: () => undefined });
  const bootstrapBrokers = kafka.bootstrap.split(',');
  operations = createKafkaOperations({ clientId: 'operator', brokers: bootstrapBrokers });
  producer = new Producer({ clientId: 'test', bootstrapBrokers, idempotent: true });
}, startMs);

afterAll(async () => {
  await operations.close();
  await producer.close();
  await kafka.stop();
  await rm(directory, { recursive: true, force: true });
}, startMs);

const tool = async (name: string, ...args: readonly string[]): Promise<string> =>
  kafka.tool(`org.apache.kafka.tools.${name}`, ['--bootstrap-server', kafka.bootstrap, ...args]);

/** Cells of the lines that a tool prints about a topic. */
const cellsOf = (printed: string, topic: string): readonly (readonly string[])[] =>
  printed
    .split('\n')
    .map((line) => line.trim().split(/\s+/u))
    .filter((cells) => cells.includes(topic))
    .sort((one, other) => one.join().localeCompare(other.join()));

/** A topic of two partitions with records `0` to `n - 1` in turn, one second apart from `firstMs` on. */
async function filledTopic(topic: string, count: number, firstMs = 1_700_000_000_000): Promise<void> {
  await operations.reconcileTopics({ topics: [{ topic, partitions: 2, replicas: 1, configs: {} }], dryRun: false });
  const messages = Array.from({ length: count }, (_, index): MessageToProduce => ({
    topic,
    partition: index % 2,
    key: Buffer.from(`key-${index}`),
    value: Buffer.from(`{"n":${index}}`),
    headers: new Map([[Buffer.from('ce_id'), Buffer.from(String(index))]]),
    timestamp: BigInt(firstMs + index * 1000),
  }));
  // One partition a call: the client sends a call again as a whole when the leader of one is not ready yet.
  for (const ofPartition of Map.groupBy(messages, ({ partition }) => partition).values()) {
    await producer.send({ messages: ofPartition, acks: -1 });
  }
}

describe('lagOf', () => {
  it('counts what a group has not committed, as the own tool of Kafka does', async () => {
    await filledTopic('lagging', 10);
    await operations.resetOffsets({
      ...{ group: 'lag', topics: ['lagging'], dryRun: false },
      to: { kind: 'offset', offset: 2n },
    });

    const lags = await operations.lagOf({ group: 'lag' });

    const printed = cellsOf(
      await tool('consumer.group.ConsumerGroupCommand', '--describe', '--group', 'lag'),
      'lagging',
    );
    expect(
      lags.map(({ topic, partition, committed, end, lag }) => [topic, partition, committed, end, lag].map(String)),
    ).toEqual(printed.map((cells) => cells.slice(1, 6)));
    expect(lags.map(({ lag, lost }) => [lag, lost])).toEqual([
      [3n, 0n],
      [3n, 0n],
    ]);
  });

  it('answers partitions without a committed offset for topics that are named, and nothing for an unknown group', async () => {
    await filledTopic('unread', 2);

    expect(await operations.lagOf({ group: 'nobody', topics: ['unread'] })).toMatchObject([
      { partition: 0, committed: undefined, end: 1n, lag: undefined },
      { partition: 1, committed: undefined, end: 1n, lag: undefined },
    ]);
    expect(await operations.lagOf({ group: 'nobody' })).toEqual([]);
  });

  it('rejects a topic that does not exist', async () => {
    await expect(operations.lagOf({ group: 'lag', topics: ['not-there'] })).rejects.toMatchObject({
      code: 'input-invalid',
    });
  });
});

describe('groupStates and resetOffsets', () => {
  it('shows members with their partitions, and moves no offset under them', async () => {
    await filledTopic('read', 4);
    const bootstrapBrokers = kafka.bootstrap.split(',');
    const consumer = new Consumer({ clientId: 'reader', groupId: 'readers', bootstrapBrokers });
    consumer.topics.trackAll('read');
    await consumer.joinGroup({});

    const [state] = await operations.groupStates(['readers']);
    const printed = await tool('consumer.group.ConsumerGroupCommand', '--describe', '--group', 'readers', '--state');
    const reset = operations.resetOffsets({
      ...{ group: 'readers', topics: ['read'], dryRun: false },
      to: { kind: 'latest' },
    });

    await expect(reset).rejects.toMatchObject({ code: 'input-invalid' });
    expect(state).toMatchObject({
      group: 'readers',
      type: 'classic',
      members: [{ clientId: 'reader', host: '127.0.0.1', partitions: { read: [0, 1] } }],
    });
    expect(printed.toUpperCase()).toContain(state?.state.toUpperCase());
    await consumer.close(true);
  });

  it.each([
    { name: 'earliest', to: { kind: 'earliest' }, expected: [0n, 0n], args: '--to-earliest' },
    { name: 'latest', to: { kind: 'latest' }, expected: [3n, 2n], args: '--to-latest' },
    {
      name: 'an offset, within the log',
      to: { kind: 'offset', offset: 3n },
      expected: [3n, 2n],
      args: '--to-offset 3',
    },
    {
      name: 'a time',
      to: { kind: 'time', at: 1_700_000_001_500 },
      expected: [1n, 1n],
      args: '--to-datetime 2023-11-14T22:13:21.500',
    },
  ] as const)('moves a group to $name, as the own tool of Kafka would', async ({ to, expected, args }) => {
    const topic = `reset-${to.kind}`;
    await filledTopic(topic, 5);
    const group = `group-${to.kind}`;

    const planned = await operations.resetOffsets({ group, topics: [topic], to, dryRun: true });
    const untouched = await operations.lagOf({ group });
    const wanted = await tool(
      'consumer.group.ConsumerGroupCommand',
      ...['--reset-offsets', '--dry-run', '--group', group, '--topic', topic, ...args.split(' ')],
    );
    const moved = await operations.resetOffsets({ group, topics: [topic], to, dryRun: false });
    const lags = await operations.lagOf({ group });

    expect(untouched).toEqual([]);
    expect(moved).toEqual(planned);
    expect(moved.map((move) => move.to)).toEqual(expected);
    expect(lags.map(({ committed }) => committed)).toEqual(expected);
    expect(cellsOf(wanted, topic).map((cells) => cells.at(3))).toEqual(expected.map(String));
  });
});

describe('browseTopic', () => {
  it('answers records by time with their headers, and their payload only when it is asked for', async () => {
    await filledTopic('browsed', 5);
    const request = { topic: 'browsed', limit: 3 } as const;

    const first = await operations.browseTopic({ ...request, from: { kind: 'earliest' }, payload: false });
    const last = await operations.browseTopic({ ...request, from: { kind: 'latest' }, payload: true });

    expect(first.map(({ key, payload }) => [key, payload])).toEqual([
      ['key-0', undefined],
      ['key-1', undefined],
      ['key-2', undefined],
    ]);
    expect(first[1]).toMatchObject({ partition: 1, offset: 0n, timestamp: 1_700_000_001_000, bytes: 7 });
    expect(first[1]?.headers).toEqual([['ce_id', '1']]);
    expect(last.map(({ payload }) => payload)).toEqual(['{"n":2}', '{"n":3}', '{"n":4}']);
  });

  it('answers one partition from a time on, as the own tool of Kafka does from that offset on', async () => {
    await filledTopic('by-time', 6);

    const records = await operations.browseTopic({
      ...{ topic: 'by-time', partition: 1, limit: 10, payload: true },
      from: { kind: 'time', at: 1_700_000_002_000 },
    });

    const printed = await tool(
      'consumer.ConsoleConsumer',
      ...['--topic', 'by-time', '--partition', '1', '--offset', '1', '--max-messages', '2', '--timeout-ms', '20000'],
    );
    expect(records.map(({ payload }) => payload)).toEqual(printed.trim().split('\n').slice(0, 2));
    expect(records).toHaveLength(2);
  });

  it('rejects a partition that the topic does not have', async () => {
    await filledTopic('two-partitions', 0);

    const asked = operations.browseTopic({
      ...{ topic: 'two-partitions', partition: 2, limit: 1, payload: false },
      from: { kind: 'earliest' },
    });

    await expect(asked).rejects.toMatchObject({ code: 'input-invalid' });
  });

  it('ends at once in a topic without records', async () => {
    await filledTopic('empty', 0);

    expect(
      await operations.browseTopic({ topic: 'empty', limit: 5, from: { kind: 'earliest' }, payload: false }),
    ).toEqual([]);
  });
});

describe('createKafkaOperations', () => {
  it('reaches a cluster with a login over TLS', async () => {
    const { bootstrap, username, password, caFile } = kafka.tls;
    await filledTopic('over-tls', 2);
    const secured = createKafkaOperations({
      clientId: 'operator',
      brokers: bootstrap.split(','),
      tls: { ca: await readFile(caFile, 'utf8') },
      sasl: { mechanism: 'SCRAM-SHA-512', username, password },
    });

    const asked = { topic: 'over-tls', limit: 5, from: { kind: 'earliest' }, payload: false } as const;
    const records = await secured.browseTopic(asked).finally(() => secured.close());

    expect(records.map(({ key }) => key)).toEqual(['key-0', 'key-1']);
  });

  it('rejects when the login is refused', async () => {
    const { bootstrap, username } = kafka.scram;
    const refused = createKafkaOperations({
      clientId: 'operator',
      brokers: [bootstrap],
      sasl: { mechanism: 'SCRAM-SHA-512', username, password: 'wrong' },
    });

    await expect(refused.groupStates().finally(() => refused.close())).rejects.toMatchObject({
      code: 'source-unavailable',
      message: expect.stringContaining('AUTHENTICATION'),
    });
  });
});

describe('reconcileTopics', () => {
  const wanted = { topic: 'declared', partitions: 2, replicas: 1, configs: { 'retention.ms': '60000' } };

  it('creates, adds partitions and changes settings as the own tool of Kafka sees it, and then has nothing to do', async () => {
    const dry = await operations.reconcileTopics({ topics: [wanted], dryRun: true });
    const before = await tool('TopicCommand', '--list');
    await operations.reconcileTopics({ topics: [wanted], dryRun: false });
    const more = { ...wanted, partitions: 4, configs: { 'retention.ms': '90000' } };
    const changed = await operations.reconcileTopics({ topics: [more], dryRun: false });
    const after = await tool('TopicCommand', '--describe', '--topic', 'declared');
    const again = await operations.reconcileTopics({ topics: [more], dryRun: true });

    expect(dry[0]?.changes).toEqual([{ kind: 'create', partitions: 2, replicas: 1 }]);
    expect(before.split('\n')).not.toContain('declared');
    expect(changed[0]?.changes).toEqual([
      { kind: 'partitions', from: 2, to: 4 },
      { kind: 'config', name: 'retention.ms', from: '60000', to: '90000' },
    ]);
    expect(after).toMatch(/PartitionCount: 4\s.*retention\.ms=90000/u);
    expect(again).toEqual([{ topic: 'declared', changes: [], refused: [], undeclared: {} }]);
  });

  it('refuses to take partitions away', async () => {
    await filledTopic('wide', 2);

    const [answer] = await operations.reconcileTopics({
      topics: [{ topic: 'wide', partitions: 1, replicas: 1, configs: {} }],
      dryRun: false,
    });

    expect(answer).toMatchObject({ changes: [], refused: [expect.stringContaining('it has 2')] });
  });
});
