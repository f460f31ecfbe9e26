import type { Invocation } from '../invoke-function.ts';
import type { GiveUpCondition } from '../retry-decision.ts';
import type { RecordBatch } from '../stream-batch.ts';
import { type KafkaEventSource, kafkaEvent } from './kafka-event.ts';
import { type LambdaKafkaRecord, partitionOf } from './lambda-kafka-record.ts';

/** What is told about records of one partition that were given up. */
export interface KafkaFailureFacts {
  readonly batch: RecordBatch<LambdaKafkaRecord>;
  readonly condition: GiveUpCondition;
  readonly source: KafkaEventSource;
  readonly functionArn: string;
  /** The last one. */
  readonly invocation: Pick<Invocation, 'requestId' | 'functionError'>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A document for an on-failure destination. */
export type KafkaFailureRecord = Readonly<Record<string, unknown>>;

/**
 * The document that Lambda sends to a queue: a pointer to the records and nothing of what is in them.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure.html
 */
export function kafkaFailurePointer(facts: KafkaFailureFacts): KafkaFailureRecord {
  const { records } = facts.batch;
  const recordsInfo = [...Map.groupBy(records, partitionOf)].map(([name, listed]) => [name, rangeOf(listed)] as const);
  return documentOf(facts, records, { recordsInfo: Object.fromEntries(recordsInfo) });
}

/**
 * The document that Lambda sends to a topic about one of the records, with the event that it would have come in.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure-destination.html
 */
export function kafkaFailureOf(record: LambdaKafkaRecord, facts: KafkaFailureFacts): KafkaFailureRecord {
  const recordInfo = { offset: String(record.offset), timestamp: dateOf(record) };
  return { ...documentOf(facts, [record], { recordInfo }), payload: kafkaEvent(facts.source, [record]) };
}

function documentOf(
  { batch, condition, source, functionArn, invocation, now }: KafkaFailureFacts,
  records: readonly LambdaKafkaRecord[],
  info: KafkaFailureRecord,
): KafkaFailureRecord {
  return {
    requestContext: {
      requestId: invocation.requestId,
      functionArn,
      condition,
      approximateInvokeCount: batch.invocations,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      functionError: invocation.functionError ?? null,
    },
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    KafkaBatchInfo: {
      batchSize: records.length,
      ...('eventSourceArn' in source && { eventSourceArn: source.eventSourceArn }),
      bootstrapServers: source.bootstrapServers,
      payloadSize: Buffer.byteLength(JSON.stringify(kafkaEvent(source, records))),
      ...info,
    },
  };
}

function rangeOf(records: readonly LambdaKafkaRecord[]): KafkaFailureRecord {
  const [first, last] = [records.at(0), records.at(-1)];
  return {
    firstRecordOffset: first && String(first.offset),
    lastRecordOffset: last && String(last.offset),
    firstRecordTimestamp: first && dateOf(first),
    lastRecordTimestamp: last && dateOf(last),
  };
}

function dateOf({ timestamp }: LambdaKafkaRecord): string {
  return new Date(timestamp).toISOString();
}
