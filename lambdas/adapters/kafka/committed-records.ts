import type { RecordsBatch } from '@platformatic/kafka';
import type { KafkaRecordIn } from './kafka-record.ts';
import type { FetchedPartition } from './partition-fetcher.ts';

/** What one fetch brought of a partition. */
export interface FetchedRecords {
  /** Without control markers and without records of transactions that were given up. */
  readonly records: readonly KafkaRecordIn[];
  /** The offset to fetch next; undefined when nothing came. */
  readonly next: bigint | undefined;
}

const isTransactional = 16;
const isControl = 32;
const hasAppendTime = 8;

/** Type of a control marker, in its key after the version: 0 ends a transaction that was given up. */
const abortMarker = 0;

/**
 * Reads the records out of a fetch that was made with isolation `read_committed`.
 *
 * The client leaves records of a given-up transaction in when the marker of its end is not in the same fetch, so they
 * are told apart here: the broker names where each such transaction begins, and it ends at its marker.
 *
 * Source: https://kafka.apache.org/documentation/#controlbatch
 */
export function committedRecords(
  topic: string,
  { partitionIndex, records, abortedTransactions }: FetchedPartition,
): FetchedRecords {
  const starts = [...(abortedTransactions ?? [])].sort((a, b) => Number(a.firstOffset - b.firstOffset));
  const givenUp = new Set<bigint>();
  let next: bigint | undefined;
  const found = (records ?? []).flatMap((batch) => {
    const end = batch.firstOffset + BigInt(batch.lastOffsetDelta) + 1n;
    next = end;
    starts.filter(({ firstOffset }) => firstOffset < end).forEach(({ producerId }) => givenUp.add(producerId));
    starts.splice(0, starts.findLastIndex(({ firstOffset }) => firstOffset < end) + 1);
    if ((batch.attributes & isControl) !== 0) {
      endTransaction(batch, givenUp);
      return [];
    }
    const hidden = (batch.attributes & isTransactional) !== 0 && givenUp.has(batch.producerId);
    return hidden ? [] : recordsIn(batch, topic, partitionIndex);
  });
  return { records: found, next };
}

function endTransaction({ records, producerId }: RecordsBatch, givenUp: Set<bigint>): void {
  if (records[0]?.key?.readInt16BE(2) === abortMarker) {
    givenUp.delete(producerId);
  }
}

function recordsIn(batch: RecordsBatch, topic: string, partition: number): readonly KafkaRecordIn[] {
  const appended = (batch.attributes & hasAppendTime) !== 0;
  return batch.records.map(({ offsetDelta, timestampDelta, key, value, headers }) => ({
    topic,
    partition,
    offset: batch.firstOffset + BigInt(offsetDelta),
    timestamp: Number(appended ? batch.maxTimestamp : batch.firstTimestamp + timestampDelta),
    timestampType: appended ? 'LOG_APPEND_TIME' : 'CREATE_TIME',
    key,
    value,
    headers,
  }));
}
