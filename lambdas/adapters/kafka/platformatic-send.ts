import { ProduceAcks, Producer } from '@platformatic/kafka';
import type { KafkaConnection } from './kafka-connection.ts';
import type { KafkaBatch, KafkaCompression, KafkaSend } from './kafka-send.ts';
import { platformaticOptions } from './platformatic-options.ts';
import { sendFailure } from './send-failure.ts';

/** Tries within one call, which keep the batch's sequence number: the broker drops a second copy of it. */
const callRetries = 10;

const pauseMs = { first: 50, longest: 1000 };

/** What the client for workers works with. */
export interface PlatformaticSendOptions {
  readonly connection: KafkaConnection;
  /** @default 'gzip' */
  readonly compression?: KafkaCompression;
  /** Milliseconds a broker may take for one answer. @default 10000 */
  readonly requestMs?: number;
}

/** Makes the way out of long-lived processes, through `@platformatic/kafka`; connects at the first use. */
export function createPlatformaticSend(options: PlatformaticSendOptions): KafkaSend {
  const { connection, compression = 'gzip', requestMs = 10_000 } = options;
  const producer = new Producer({
    ...platformaticOptions(connection),
    idempotent: true,
    acks: ProduceAcks.ALL,
    compression,
    timeout: requestMs,
    requestTimeout: requestMs,
    retries: callRetries,
    retryDelay: (_client, _operation, attempt) => Math.min(pauseMs.first * 2 ** (attempt - 1), pauseMs.longest),
  });
  // Each call says for itself what went wrong.
  producer.on('error', () => undefined);
  return {
    partitionsOf: async (topic) => {
      const { topics } = await producer.metadata({ topics: [topic] });
      return topics.get(topic)?.partitionsCount ?? 0;
    },
    send: async (batch) => {
      try {
        const { offsets = [] } = await producer.send({ messages: messagesOf(batch) });
        const answered = offsets.some(({ topic, partition, offset }) => isOf(batch, topic, partition) && offset >= 0n);
        return answered ? { accepted: true } : unanswered;
      } catch (cause) {
        return sendFailure(cause);
      }
    },
    close: async () => {
      await producer.close(true);
    },
  };
}

const unanswered = {
  accepted: false,
  reason: 'the broker did not answer for this partition',
  retryable: true,
  tooLarge: false,
} as const;

function isOf(batch: KafkaBatch, topic: string, partition: number): boolean {
  return topic === batch.topic && partition === batch.partition;
}

function messagesOf({ topic, partition, records }: KafkaBatch) {
  return records.map(({ key, value, headers }) => ({
    topic,
    partition,
    value: Buffer.from(value.buffer, value.byteOffset, value.byteLength),
    headers: new Map(Object.entries(headers).map(([name, text]) => [Buffer.from(name), Buffer.from(text)])),
    ...(key !== undefined && { key: Buffer.from(key) }),
  }));
}
