import type { FetchedRecords } from '../committed-records.ts';
import type { GroupMember } from '../group-member.ts';
import type { KafkaRecordIn } from '../kafka-record.ts';
import type { PartitionOffset } from '../partition-place.ts';
import { sourceRecordOf } from '../source-record-of.ts';
import type { RecordProcessor } from './record-processor.ts';
import type { RecordTo } from './record-to.ts';
import type { TransactionalProducer } from './transactional-producer.ts';

/** One partition that is processed in its order. */
export interface ProcessorLane {
  readonly topic: string;
  readonly partition: number;
  /** The offset to read next. */
  position(): bigint;
  /** Milliseconds since the epoch before which nothing of it is tried: its next record has failed. */
  notBefore(): number;
  /**
   * Processes what was read at `position`, up to the first record that fails, and commits that.
   *
   * Rejects when nothing of it was committed; the lane is to be closed then, because another one may have it.
   */
  process(fetched: FetchedRecords): Promise<void>;
  close(): Promise<void>;
}

/** What a lane works with. */
export interface ProcessorLaneDependencies {
  readonly start: PartitionOffset;
  readonly producer: TransactionalProducer;
  readonly processor: RecordProcessor;
  readonly member: Pick<GroupMember, 'commitWith'>;
  readonly now: () => number;
}

/** Makes the lane of a partition whose producer has shut out whoever had it before. */
export function createProcessorLane(dependencies: ProcessorLaneDependencies): ProcessorLane {
  const { start, producer, member, now } = dependencies;
  const { topic, partition } = start;
  const state: LaneState = { position: start.offset, notBefore: 0, tries: 0 };
  return {
    topic,
    partition,
    position: () => state.position,
    notBefore: () => state.notBefore,
    process: async ({ records, next }) => {
      const fresh = records.filter(({ offset }) => offset >= state.position);
      const { outputs, failed } = await processInOrder(dependencies.processor, fresh, state.tries);
      const read = failed?.record.offset ?? next ?? state.position;
      if (read > state.position) {
        await producer.commit({ outputs, read: { topic, partition, offset: read } }, member);
      }
      state.tries = failed === undefined ? 0 : failed.record === fresh[0] ? state.tries + 1 : 1;
      state.notBefore = failed === undefined ? 0 : now() + failed.afterSeconds * 1000;
      state.position = read;
    },
    close: () => producer.close(),
  };
}

interface LaneState {
  position: bigint;
  notBefore: number;
  /** How often the record at `position` has failed here. */
  tries: number;
}

interface ProcessedInOrder {
  readonly outputs: readonly RecordTo[];
  readonly failed?: { readonly record: KafkaRecordIn; readonly afterSeconds: number };
}

async function processInOrder(
  processor: RecordProcessor,
  records: readonly KafkaRecordIn[],
  tries: number,
): Promise<ProcessedInOrder> {
  const outputs: RecordTo[] = [];
  for (const [index, record] of records.entries()) {
    const receiveCount = index === 0 ? tries + 1 : 1;
    const processed = await processor({ ...sourceRecordOf(record), receiveCount });
    if (processed.kind === 'failed') {
      return { outputs, failed: { record, afterSeconds: processed.afterSeconds } };
    }
    outputs.push(...processed.outputs);
  }
  return { outputs };
}
