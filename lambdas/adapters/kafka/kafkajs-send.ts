import kafkajs from 'kafkajs';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { KafkaConnection, KafkaSasl, KafkaTls } from './kafka-connection.ts';
import type { KafkaBatch, KafkaCompression, KafkaSend } from './kafka-send.ts';
import { sendFailure } from './send-failure.ts';

/** What the client for functions works with. */
export interface KafkajsSendOptions {
  readonly connection: KafkaConnection;
  /** @default 'gzip' */
  readonly compression?: Extract<KafkaCompression, 'none' | 'gzip'>;
  /** Milliseconds a broker may take for one answer. @default 10000 */
  readonly requestMs?: number;
}

/**
 * Makes the way out of functions, through `kafkajs`, which loads in a seventh of the time of the client for workers.
 *
 * Make one per process, outside the handler; it connects at the first use.
 */
export function createKafkajsSend(options: KafkajsSendOptions): KafkaSend {
  const { connection, compression = 'gzip', requestMs = 10_000 } = options;
  const kafka = new kafkajs.Kafka(settingsOf(connection, requestMs));
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    retry: { retries: 8, initialRetryTime: 100, maxRetryTime: 1000 },
  });
  const connect = connectOnce(producer);
  return {
    partitionsOf: (topic) => countPartitions(kafka, topic),
    send: async (batch) => {
      try {
        await connect();
        const answers = await producer.send({
          topic: batch.topic,
          acks: -1,
          timeout: requestMs,
          compression: compression === 'gzip' ? kafkajs.CompressionTypes.GZIP : kafkajs.CompressionTypes.None,
          messages: messagesOf(batch),
        });
        const answer = answers.find(({ partition }) => partition === batch.partition);
        return answer?.errorCode === 0 ? { accepted: true } : unanswered;
      } catch (cause) {
        return sendFailure(cause);
      }
    },
    close: () => producer.disconnect(),
  };
}

const unanswered = {
  accepted: false,
  reason: 'the broker did not answer for this partition',
  retryable: true,
  tooLarge: false,
} as const;

/** A connection that failed is tried again by the next call. */
function connectOnce(producer: Pick<kafkajs.Producer, 'connect'>): () => Promise<void> {
  let connected: Promise<void> | undefined;
  return async () => {
    connected ??= producer.connect();
    try {
      await connected;
    } catch (cause) {
      connected = undefined;
      throw cause;
    }
  };
}

async function countPartitions(kafka: kafkajs.Kafka, topic: string): Promise<number> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return topics.find(({ name }) => name === topic)?.partitions.length ?? 0;
  } finally {
    await admin.disconnect();
  }
}

function messagesOf({ partition, records }: KafkaBatch): kafkajs.Message[] {
  return records.map(({ key, value, headers }) => ({
    partition,
    key: key ?? null,
    value: Buffer.from(value.buffer, value.byteOffset, value.byteLength),
    headers,
  }));
}

function settingsOf({ clientId, brokers, tls, sasl }: KafkaConnection, requestMs: number): kafkajs.KafkaConfig {
  if (brokers.length === 0) {
    throw new PipelineError('a kafka client must know at least one broker, got none', { code: 'input-invalid' });
  }
  return {
    clientId,
    brokers: [...brokers],
    requestTimeout: requestMs,
    // Each call says for itself what went wrong.
    logLevel: kafkajs.logLevel.NOTHING,
    ...(tls && { ssl: tlsOf(tls) }),
    ...(sasl && { sasl: saslOf(sasl) }),
  };
}

function tlsOf({ ca, client }: KafkaTls): NonNullable<kafkajs.KafkaConfig['ssl']> {
  return { ...(ca !== undefined && { ca }), ...(client && { cert: client.certificate, key: client.key }) };
}

function saslOf(sasl: KafkaSasl): kafkajs.SASLOptions {
  switch (sasl.mechanism) {
    case 'OAUTHBEARER':
      return { mechanism: 'oauthbearer', oauthBearerProvider: async () => ({ value: await sasl.token() }) };
    case 'PLAIN':
      return { mechanism: 'plain', username: sasl.username, password: sasl.password };
    case 'SCRAM-SHA-256':
      return { mechanism: 'scram-sha-256', username: sasl.username, password: sasl.password };
    case 'SCRAM-SHA-512':
      return { mechanism: 'scram-sha-512', username: sasl.username, password: sasl.password };
  }
}
