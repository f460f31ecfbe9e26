import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createKafkaOperations } from '../../../../lambdas/adapters/kafka/operations/kafka-operations.ts';
import type { RunningKafka } from '../../../../localstack/backends/kafka/start-kafka.ts';
import type { KafkaEvent } from '../../../../localstack/event-sources/kafka/kafka-event.ts';
import { openKafkaPoller } from '../../../../localstack/event-sources/kafka/kafka-poller.ts';
import { type LambdaKafkaRecord, partitionOf } from '../../../../localstack/event-sources/kafka/lambda-kafka-record.ts';
import { type KafkaRig, openKafkaRig } from '../../../lambdas/adapters/kafka/kafka-rig.ts';
import { runningKafka } from '../../../lambdas/adapters/kafka/running-kafka.ts';

const testMs = 120_000;
const partitions = 3;

let kafka: RunningKafka;
let rig: KafkaRig;
let dead: KafkaRig;

beforeAll(async () => {
  kafka = await runningKafka();
}, testMs);

afterAll(async () => {
  await kafka.stop();
}, testMs);

beforeEach(async () => {
  [rig, dead] = await Promise.all([
    openKafkaRig(kafka.bootstrap, { partitions }),
    openKafkaRig(kafka.bootstrap, { partitions: 1 }),
  ]);
}, testMs);

afterEach(async () => {
  await Promise.all([rig.close(), dead.close()]);
}, testMs);

type Answer = (records: readonly LambdaKafkaRecord[]) => unknown;

/** A function that is called here: what it was handed, batch by batch. */
function localFunction(answer: Answer) {
  const handed: (readonly string[])[] = [];
  const lambda = new LambdaClient({ region: 'us-east-1' });
  lambda.send = (command: unknown) => {
    const payload = command instanceof InvokeCommand ? command.input.Payload : undefined;
    const event = JSON.parse(typeof payload === 'string' ? payload : '') as KafkaEvent;
    const records = Object.values(event.records).flat();
    handed.push(records.map(textOf));
    try {
      const text = JSON.stringify(answer(records));
      return Promise.resolve({ $metadata: {}, Payload: { transformToString: () => text } });
    } catch {
      return Promise.resolve({ $metadata: {}, FunctionError: 'Unhandled' });
    }
  };
  return { lambda, handed };
}

function textOf({ value }: LambdaKafkaRecord): string {
  return Buffer.from(value ?? '', 'base64').toString('latin1');
}

const failures = (records: readonly LambdaKafkaRecord[]) => ({
  batchItemFailures: records.map((record) => ({
    itemIdentifier: { partition: partitionOf(record), offset: record.offset },
  })),
});

function pollerOf(lambda: LambdaClient, options: Partial<Parameters<typeof openKafkaPoller>[0]> = {}) {
  return openKafkaPoller({
    ...{ connection: { clientId: 'poller', brokers: [kafka.bootstrap] }, groupId: rig.groupId, topic: rig.topic },
    source: { eventSource: 'SelfManagedKafka', bootstrapServers: kafka.bootstrap },
    ...{ lambda, sqs: new SQSClient({ region: 'us-east-1' }), functionName: 'f', fetchWaitMs: 200, sessionMs: 6000 },
    ...options,
  });
}

async function send(texts: readonly string[], partition = 0): Promise<void> {
  for (const text of texts) {
    await rig.raw({ value: Buffer.from(text, 'latin1'), partition });
  }
}

describe('poller of Kafka', () => {
  it(
    'failure mode 62: reads each partition again from its first failed record, while the others go on',
    async () => {
      await send(['a1', 'a2', 'a3'], 0);
      await send(['b1', 'b2'], 1);
      let fails = 1;
      const { lambda, handed } = localFunction((records) => {
        const found = records.filter((record) => textOf(record) === 'a2' && fails-- > 0);
        return failures(found);
      });
      const poller = pollerOf(lambda);
      await poller.drain();
      await poller.stop();

      expect(handed.flat().filter((text) => text.startsWith('a'))).toEqual(['a1', 'a2', 'a3', 'a2', 'a3']);
      expect(handed.flat().filter((text) => text.startsWith('b'))).toEqual(['b1', 'b2']);
      expect(poller.counters()).toMatchObject({ records: 5, retries: 1, failures: 0 });
      expect(await rig.committed()).toEqual([3, 2, -1]);
    },
    testMs,
  );

  it(
    'failure mode 61: halves a batch whose function throws, and leaves what it cannot handle to another topic',
    async () => {
      await send(['sound 1', 'poison', 'sound 2']);
      const handled: string[] = [];
      const { lambda } = localFunction((records) => {
        const texts = records.map(textOf);
        if (texts.includes('poison')) {
          throw new TypeError('always');
        }
        handled.push(...texts);
        return {};
      });
      const poller = pollerOf(lambda, { maximumRetryAttempts: 1, onFailure: `kafka://${dead.topic}` });
      await poller.drain();
      await poller.stop();

      expect(handled).toEqual(['sound 1', 'sound 2']);
      expect(poller.counters()).toMatchObject({ records: 2, failures: 1 });
      expect(await lettersIn(dead.topic)).toMatchObject([
        {
          requestContext: { condition: 'RetryAttemptsExhausted' },
          payload: {
            records: { [`${rig.topic}-0`]: [{ offset: 1, value: Buffer.from('poison').toString('base64') }] },
          },
        },
      ]);
    },
    testMs,
  );

  it(
    'passes over what no filter matches, and hands over batches of the size that is asked for',
    async () => {
      await send(['keep 1', 'drop', 'keep 2', 'keep 3']);
      const { lambda, handed } = localFunction(() => undefined);
      const poller = pollerOf(lambda, { filters: ['{"value":[{"prefix":"keep"}]}'], batchSize: 2 });
      await poller.drain();
      await poller.stop();

      expect(handed.flat()).toEqual(['keep 1', 'keep 2', 'keep 3']);
      expect(Math.max(...handed.map(({ length }) => length))).toBeLessThanOrEqual(2);
    },
    testMs,
  );

  it(
    'hands what a poller that died in mid-batch had begun to the next one, and nothing that was done',
    async () => {
      await send(['one']);
      const first = localFunction(() => ({}));
      const before = pollerOf(first.lambda);
      await before.drain();
      await before.stop();
      await send(['two', 'three']);
      const called = Promise.withResolvers<undefined>();
      const hanging = new LambdaClient({ region: 'us-east-1' });
      const released = Promise.withResolvers<{ readonly $metadata: object; readonly FunctionError: string }>();
      hanging.send = () => {
        called.resolve(undefined);
        return released.promise;
      };
      const dying = pollerOf(hanging);
      dying.start();
      await called.promise;

      const next = localFunction(() => ({}));
      const stopping = dying.stop();
      released.resolve({ $metadata: {}, FunctionError: 'Unhandled' });
      await stopping;
      const heir = pollerOf(next.lambda);
      await heir.drain();
      await heir.stop();

      expect(first.handed).toEqual([['one']]);
      expect(next.handed.flat()).toEqual(['two', 'three']);
    },
    testMs,
  );
});

/** The documents in a topic. */
async function lettersIn(topic: string): Promise<readonly unknown[]> {
  const operations = createKafkaOperations({ clientId: 'test', brokers: [kafka.bootstrap] });
  const found = await operations.browseTopic({
    ...{ topic, partition: 0, limit: 10, payload: true, from: { kind: 'earliest' } },
  });
  await operations.close();
  return found.map(({ payload = '' }) => JSON.parse(payload) as unknown);
}
