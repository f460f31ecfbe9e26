import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type KafkaOperations,
  createKafkaOperations,
} from '../../../../lambdas/adapters/kafka/operations/kafka-operations.ts';
import type { RunningKafka } from '../../../../localstack/backends/kafka/start-kafka.ts';
import { type KafkaRig, openKafkaRig } from './kafka-rig.ts';
import { noDeliveries, recordedWorker } from './recorded-worker.ts';
import { runningKafka } from './running-kafka.ts';
import { until } from './until.ts';

let kafka: RunningKafka;
let rig: KafkaRig;
let operations: KafkaOperations;

beforeAll(async () => {
  kafka = await runningKafka();
  rig = await openKafkaRig(kafka.bootstrap, { partitions: 2 });
  operations = createKafkaOperations({ clientId: 'operator', brokers: kafka.bootstrap.split(',') });
}, 180_000);

afterAll(async () => {
  await operations.close();
  await rig.close();
  await kafka.stop();
}, 60_000);

const tool = async (className: string, ...args: readonly string[]): Promise<string> =>
  kafka.tool(className, ['--bootstrap-server', kafka.bootstrap, ...args]);

const rowsOf = (printed: string, word: string): readonly (readonly string[])[] =>
  printed
    .split('\n')
    .map((line) => line.trim().split(/\s+/u))
    .filter((cells) => cells.includes(word))
    .sort((one, other) => one.join().localeCompare(other.join()));

const publish = async (from: number, count: number): Promise<void> => {
  const messages = Array.from({ length: count }, (_, index) => {
    const id = `m${from + index}`;
    return { id, type: 'counted', key: `key-${index}`, body: JSON.stringify({ id }) };
  });
  expect(await rig.publisher().publish(messages)).toEqual({ failed: [] });
};

describe("kafka's own tools", () => {
  it('see the member, the offsets and the lag of a group that our worker reads as, as our calls say them', async () => {
    await publish(0, 10);
    const recorded = noDeliveries();
    const worker = recordedWorker(rig.source({ instanceId: 'worker-1' }), recorded);
    await until('every record', () => recorded.effects.size === 10);
    const command = 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand';
    const membersPrinted = await tool(command, '--describe', '--group', rig.groupId, '--members', '--verbose');
    const [state] = await operations.groupStates([rig.groupId]);
    await worker.stop();
    await publish(10, 6);

    const offsetsPrinted = await tool(command, '--describe', '--group', rig.groupId, '--offsets');
    const lags = await operations.lagOf({ group: rig.groupId });

    const [member] = rowsOf(membersPrinted, rig.groupId);
    expect(state?.members?.map(({ id, instanceId, clientId }) => [id, instanceId, clientId])).toEqual([
      [member?.[1], 'worker-1', 'test'],
    ]);
    expect(member).toEqual(expect.arrayContaining(['worker-1', 'test', '2']));
    expect(lags.map(({ partition, committed, end, lag }) => [partition, committed, end, lag].map(String))).toEqual(
      rowsOf(offsetsPrinted, rig.topic).map((cells) => cells.slice(2, 6)),
    );
    expect(lags.reduce((sum, { lag = 0n }) => sum + lag, 0n)).toBe(6n);
  }, 90_000);

  it('print the headers, keys and offsets of what our publisher wrote, as our browsing says them', async () => {
    const browsed = await operations.browseTopic({
      ...{ topic: rig.topic, partition: 0, limit: 100, payload: true },
      from: { kind: 'earliest' },
    });

    const shown = ['print.headers', 'print.key', 'print.offset', 'print.value'].flatMap((name) => [
      ...['--formatter-property', `${name}=true`],
    ]);
    const printed = await tool(
      'org.apache.kafka.tools.consumer.ConsoleConsumer',
      ...['--topic', rig.topic, '--partition', '0', '--offset', '0', '--max-messages', String(browsed.length)],
      ...[...shown, '--timeout-ms', '20000'],
    );

    const expected = browsed.map(({ offset, headers, key, payload }) =>
      [`Offset:${offset}`, headers.map(([name, value]) => `${name}:${value}`).join(), key, payload].join('\t'),
    );
    expect(browsed.length).toBeGreaterThan(0);
    expect(browsed[0]?.headers.map(([name]) => name)).toEqual(expect.arrayContaining(['ce_id', 'ce_type']));
    expect(printed.trim().split('\n').slice(0, browsed.length)).toEqual(expected);
  }, 60_000);

  it('see topics, their partitions and their settings as they were reconciled', async () => {
    const configs = { 'cleanup.policy': 'compact', 'retention.ms': '123456' };
    const wanted = { topic: `${rig.topic}-declared`, partitions: 3, replicas: 1, configs };
    await operations.reconcileTopics({ topics: [wanted], dryRun: false });

    const described = await tool('org.apache.kafka.tools.TopicCommand', '--describe', '--topic', wanted.topic);
    const settings = await tool(
      'org.apache.kafka.tools.ConfigCommand',
      ...['--describe', '--entity-type', 'topics', '--entity-name', wanted.topic],
    );
    const ends = await tool('org.apache.kafka.tools.GetOffsetShell', '--topic', wanted.topic);

    expect(described).toMatch(/PartitionCount: 3\s+ReplicationFactor: 1\s/u);
    expect(settings).toContain(' cleanup.policy=compact ');
    expect(settings).toContain(' retention.ms=123456 ');
    expect(ends.trim().split('\n')).toEqual([0, 1, 2].map((partition) => `${wanted.topic}:${partition}:0`));
  }, 60_000);
});
