import { ProduceAcks, Producer } from '@platformatic/kafka';
import type { GroupMember } from '../group-member.ts';
import type { KafkaConnection } from '../kafka-connection.ts';
import { partitionOf } from '../partition-of.ts';
import type { PartitionOffset } from '../partition-place.ts';
import { platformaticOptions } from '../platformatic-options.ts';
import { groupBy } from '../../../contracts/group-by.ts';
import type { RecordTo } from './record-to.ts';

/** What one transaction does. */
export interface TransactionWork {
  readonly outputs: readonly RecordTo[];
  /** Everything below it was read and gave the outputs. */
  readonly read: PartitionOffset;
}

/** Sends what came of a partition's records, and says that they are read: both or neither. */
export interface TransactionalProducer {
  /**
   * Ends what another process began under the same id, and shuts it out for good; what that one committed can be read
   * from then on.
   */
  fence(): Promise<void>;
  /** Rejects when nothing of it is to be seen; the producer is to be closed then. */
  commit(work: TransactionWork, member: Pick<GroupMember, 'commitWith'>): Promise<void>;
  close(): Promise<void>;
}

/**
 * Milliseconds after which the brokers give up a transaction whose process is gone; until then nobody reads on behind it,
 * unless a successor fences it.
 */
const transactionMs = 30_000;

/** Makes the producer of one transactional id; connects at the first use. */
export function createTransactionalProducer(
  connection: KafkaConnection,
  transactionalId: string,
): TransactionalProducer {
  const producer = new Producer({
    ...platformaticOptions(connection),
    // None yet: who asks with numbers of its own is taken for their owner, and refused.
    ...{ transactionalId, idempotent: true, producerId: -1n, producerEpoch: -1 },
    ...{ acks: ProduceAcks.ALL, compression: 'gzip' as const, timeout: transactionMs, retries: 10, retryDelay: 100 },
  });
  // Each call says for itself what went wrong.
  producer.on('error', () => undefined);
  return {
    fence: async () => {
      const transaction = await producer.beginTransaction();
      // It holds nothing yet, and the brokers know nothing of it.
      await transaction.cancel();
    },
    commit: async ({ outputs, read }, member) => {
      const transaction = await producer.beginTransaction();
      try {
        // One partition per call: what a client sends again of several it may send twice.
        for (const messages of await byPartition(producer, outputs)) {
          await transaction.send({ messages: [...messages] });
        }
        await member.commitWith(transaction, read);
        await transaction.commit();
      } catch (cause) {
        await transaction.abort().catch(() => undefined);
        throw cause;
      }
    },
    close: async () => {
      await producer.close(true);
    },
  };
}

type MessageOut = ReturnType<typeof messageOf>;

async function byPartition(producer: Producer, outputs: readonly RecordTo[]): Promise<Iterable<readonly MessageOut[]>> {
  const topics = [...new Set(outputs.map(({ topic }) => topic))];
  if (topics.length === 0) {
    return [];
  }
  const { topics: known } = await producer.metadata({ topics });
  const messages = outputs.map((output) => messageOf(output, known.get(output.topic)?.partitionsCount ?? 1));
  return groupBy(messages, ({ topic, partition }) => `${topic}-${partition}`).values();
}

function messageOf({ topic, record: { key, value, headers } }: RecordTo, partitions: number) {
  return {
    topic,
    partition: partitionOf(key ?? '', partitions),
    value: Buffer.from(value.buffer, value.byteOffset, value.byteLength),
    headers: new Map(Object.entries(headers).map(([name, text]) => [Buffer.from(name), Buffer.from(text)])),
    ...(key !== undefined && { key: Buffer.from(key) }),
  };
}
