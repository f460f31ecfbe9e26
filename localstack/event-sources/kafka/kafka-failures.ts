import type { SQSClient } from '@aws-sdk/client-sqs';
import { ProduceAcks, Producer } from '@platformatic/kafka';
import type { KafkaConnection } from '../../../lambdas/adapters/kafka/kafka-connection.ts';
import { platformaticOptions } from '../../../lambdas/adapters/kafka/platformatic-options.ts';
import { PipelineError } from '../../../lambdas/contracts/errors/pipeline-error.ts';
import { openFailureDestination } from '../failure-destination.ts';
import { type KafkaFailureFacts, kafkaFailureOf, kafkaFailurePointer } from './kafka-failure-record.ts';

/** Takes what a mapping of Kafka gives up. */
export interface KafkaFailures {
  /** Resolves once the destination has it. */
  send(facts: KafkaFailureFacts): Promise<void>;
  close(): Promise<void>;
}

/** Where a mapping reads and where it sends what it gives up. */
export interface KafkaFailuresOptions {
  readonly connection: KafkaConnection;
  readonly sqs: SQSClient;
  /** The topic that is read. */
  readonly topic: string;
  /** ARN of a queue, or `kafka://` and a topic of the same cluster; undefined tells nobody. */
  readonly onFailure: string | undefined;
}

const scheme = 'kafka://';

/**
 * Opens the on-failure destination: a queue gets a pointer, a topic one document for each record under the record's key.
 *
 * @throws PipelineError `backend-failed` for the topic that is read itself, or for another kind of destination.
 */
export async function openKafkaFailures(options: KafkaFailuresOptions): Promise<KafkaFailures> {
  const { onFailure, topic, sqs } = options;
  if (onFailure === undefined || !onFailure.startsWith(scheme)) {
    const queue = await openFailureDestination(sqs, onFailure);
    return { send: (facts) => queue.send(kafkaFailurePointer(facts)), close: () => Promise.resolve() };
  }
  const destination = onFailure.slice(scheme.length);
  if (destination === topic) {
    throw new PipelineError(`the on-failure topic must be another than the one that is read, got "${topic}"`, {
      code: 'backend-failed',
    });
  }
  return failuresTopic(options.connection, destination);
}

function failuresTopic(connection: KafkaConnection, topic: string): KafkaFailures {
  const producer = new Producer({ ...platformaticOptions(connection), acks: ProduceAcks.ALL, idempotent: true });
  // Each call says for itself what went wrong.
  producer.on('error', () => undefined);
  return {
    send: async (facts) => {
      const messages = facts.batch.records.map((record) => ({
        topic,
        value: Buffer.from(JSON.stringify(kafkaFailureOf(record, facts))),
        ...(record.key !== null && { key: Buffer.from(record.key, 'base64') }),
      }));
      await producer.send({ messages });
    },
    close: async () => {
      await producer.close(true);
    },
  };
}
