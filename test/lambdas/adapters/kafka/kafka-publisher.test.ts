import { describe, expect, it } from '@jest/globals';
import { createKafkaPublisher, kafkaPublishDefaults } from '../../../../lambdas/adapters/kafka/kafka-publisher.ts';
import type { KafkaAnswer, KafkaBatch } from '../../../../lambdas/adapters/kafka/kafka-send.ts';
import { partitionOf } from '../../../../lambdas/adapters/kafka/partition-of.ts';
import type { OutgoingMessage } from '../../../../lambdas/core/ports/publisher.ts';
import { type FakeKafkaSend, fakeKafkaSend } from './fake-kafka-send.ts';

type Options = Partial<Parameters<typeof createKafkaPublisher>[0]>;

function publisherTo(send: FakeKafkaSend, options: Options = {}) {
  let now = 0;
  return createKafkaPublisher({
    send,
    destinationOf: ({ type }) => type,
    clock: { now: () => now },
    backoff: {
      wait: (attempt) => {
        now += attempt * 100;
        return Promise.resolve();
      },
    },
    ...options,
  });
}

function message(id: string, key: string, more: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return { id, key, type: 'orders', body: `{"id":"${id}"}`, ...more };
}

const numbered = (count: number, keys: number): readonly OutgoingMessage[] =>
  Array.from({ length: count }, (_, index) => message(`m${index}`, `key-${index % keys}`));

const idsOf = (batches: readonly KafkaBatch[]): readonly string[] =>
  batches.flatMap(({ records }) => records.map(({ headers }) => headers['ce_id'] ?? ''));

const refused = (more: Partial<Extract<KafkaAnswer, { accepted: false }>>): KafkaAnswer => ({
  accepted: false,
  reason: 'SOMETHING',
  retryable: false,
  tooLarge: false,
  ...more,
});

describe('kafka publisher', () => {
  it('failure mode 83: sends one partition per request, the one that the Java client chooses for a key', async () => {
    const send = fakeKafkaSend({ partitions: 4 });

    const { failed } = await publisherTo(send).publish(numbered(40, 10));

    expect(failed).toEqual([]);
    expect(send.accepted.length).toBeLessThanOrEqual(4);
    for (const { partition, records } of send.accepted) {
      expect(new Set(records.map(({ key = '' }) => partitionOf(key, 4)))).toEqual(new Set([partition]));
    }
    expect(idsOf(send.accepted)).toHaveLength(40);
  });

  it('sends the envelope as value, the ordering key as key, and the headers of every broker', async () => {
    const send = fakeKafkaSend({});

    await publisherTo(send).publish([message('m1', 'order-1')]);

    const record = send.accepted[0]?.records[0];
    expect(record?.key).toBe('order-1');
    expect(Buffer.from(record?.value ?? []).toString()).toBe('{"id":"m1"}');
    expect(record?.headers).toMatchObject({ ce_id: 'm1', ce_type: 'orders', ce_partitionkey: 'order-1' });
  });

  it('tries a batch again until its leader has it, in the order of the key', async () => {
    const send = fakeKafkaSend({ answer: (_, call) => (call < 4 ? refused({ retryable: true }) : undefined) });

    const { failed } = await publisherTo(send).publish(numbered(5, 1));

    expect(failed).toEqual([]);
    expect(idsOf(send.accepted)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4']);
  });

  it('fails what no leader took by the deadline, the later ones of a key held back behind the first', async () => {
    const send = fakeKafkaSend({ answer: () => refused({ retryable: true, reason: 'NOT_LEADER_OR_FOLLOWER' }) });

    const { failed } = await publisherTo(send, { deliveryMs: 1000 }).publish(numbered(3, 1));

    expect(failed).toEqual([
      { id: 'm0', reason: 'NOT_LEADER_OR_FOLLOWER' },
      { id: 'm1', reason: 'held back behind "m0" of the same key' },
      { id: 'm2', reason: 'held back behind "m0" of the same key' },
    ]);
    expect(send.calls()).toBeGreaterThan(3);
  });

  it('sends later batches without the keys of a batch that failed', async () => {
    const send = fakeKafkaSend({ partitions: 1, answer: (_, call) => (call === 1 ? refused({}) : undefined) });
    const messages = [message('a1', 'a'), message('a2', 'a'), message('b1', 'b')];
    const oneRecord = 220;

    const { failed } = await publisherTo(send, { maxBatchBytes: oneRecord }).publish(messages);

    expect(failed.map(({ id }) => id)).toEqual(['a1', 'a2']);
    expect(idsOf(send.accepted)).toEqual(['b1']);
  });

  it.each([
    [0, []],
    [1, ['m1']],
  ])('takes a message of %i bytes more than the limit as it should', async (more, failedIds) => {
    const send = fakeKafkaSend({});
    const around = { ...message('m1', 'k'), body: '' };
    await publisherTo(send).publish([around]);
    const record = send.accepted[0]?.records[0];
    const head = Object.entries(record?.headers ?? {}).reduce(
      (sum, [name, text]) => sum + 4 + name.length + text.length,
      33,
    );
    const body = 'x'.repeat(kafkaPublishDefaults.maxBatchBytes - head + more);

    const { failed } = await publisherTo(send).publish([{ ...around, body }, message('m2', 'other')]);

    expect(failed.map(({ id }) => id)).toEqual(failedIds);
    expect(failed.every(({ reason }) => reason.startsWith('message-too-large: '))).toBe(true);
  });

  it('sends a batch in halves that its topic finds too large, and fails the record that is too large alone', async () => {
    const answer = ({ records }: KafkaBatch) =>
      records.length > 1 || records[0]?.headers['ce_id'] === 'm3' ? refused({ tooLarge: true }) : undefined;
    const send = fakeKafkaSend({ partitions: 1, answer });

    const { failed } = await publisherTo(send).publish(numbered(6, 6));

    expect(failed).toEqual([{ id: 'm3', reason: 'message-too-large: topic "orders" takes less' }]);
    expect(idsOf(send.accepted)).toEqual(['m0', 'm1', 'm2', 'm4', 'm5']);
  });

  it('failure mode 66: sends nothing to a topic that has another number of partitions than agreed', async () => {
    const send = fakeKafkaSend({ partitions: 9 });

    const { failed } = await publisherTo(send, { partitionsOf: () => 6 }).publish([message('m1', 'k')]);

    expect(failed).toEqual([
      { id: 'm1', reason: 'topic "orders" must have 6 partitions, found 9: keys would move and lose their order' },
    ]);
    expect(send.calls()).toBe(0);
  });

  it('keeps the order of a key across topics: the later topic waits for the earlier one', async () => {
    const send = fakeKafkaSend({ answer: ({ topic }) => (topic === 'first' ? refused({}) : undefined) });

    const { failed } = await publisherTo(send).publish([
      message('m1', 'k', { type: 'first' }),
      message('m2', 'k', { type: 'second' }),
      message('m3', 'other', { type: 'second' }),
    ]);

    expect(failed.map(({ id }) => id)).toEqual(['m1', 'm2']);
    expect(idsOf(send.accepted)).toEqual(['m3']);
  });

  it('flushes: waits for what another call is publishing, whose order it keeps', async () => {
    const send = fakeKafkaSend({ partitions: 1 });
    const publisher = publisherTo(send);

    void publisher.publish([message('m1', 'k')]);
    void publisher.publish([message('m2', 'k')]);
    await publisher.flush();

    expect(idsOf(send.accepted)).toEqual(['m1', 'm2']);
  });
});
