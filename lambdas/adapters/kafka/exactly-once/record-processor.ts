import type { Consumer } from '../../../core/consume/consumer.ts';
import type { RetryDelay } from '../../../core/consume/full-jitter.ts';
import { createJudge, type JudgeDependencies } from '../../../core/consume/judge-record.ts';
import type { SourceRecord } from '../../../core/consume/source-record.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import type { OutgoingMessage, Publisher } from '../../../core/ports/publisher.ts';
import { letterOf } from '../letter-of.ts';
import { outgoingRecord } from '../outgoing-record.ts';
import type { RecordTo } from './record-to.ts';

/** What processing works with. */
export interface RecordProcessorDependencies extends Pick<JudgeDependencies, 'telemetry' | 'payloads'> {
  /** Makes the consumer; what it publishes goes out with the offset of the record that it handles, or not at all. */
  readonly consumer: (publisher: Publisher) => Consumer;
  /** The topics that a message goes to. */
  readonly destinationsOf: (message: OutgoingMessage) => readonly string[];
  /** Where a record goes that can never be handled. */
  readonly deadLetterTopic: string;
  readonly clock: Clock;
  /** Seconds that the consumer may take for a record. */
  readonly recordSeconds: number;
  /** Delays a failed record whose consumer names no delay. */
  readonly retryDelay: RetryDelay;
}

/** What came of a record: what goes out because of it, or when it is tried again. */
export type Processed =
  | { readonly kind: 'done'; readonly outputs: readonly RecordTo[] }
  | { readonly kind: 'failed'; readonly afterSeconds: number };

/** Takes a record through the consumer, one at a time. Never rejects. */
export type RecordProcessor = (record: SourceRecord) => Promise<Processed>;

/** Makes a processor with a consumer of its own. */
export function createRecordProcessor(dependencies: RecordProcessorDependencies): RecordProcessor {
  const { destinationsOf, deadLetterTopic, telemetry, clock, recordSeconds, retryDelay } = dependencies;
  let outputs: RecordTo[] = [];
  const consumer = dependencies.consumer({
    publish: (messages) => {
      outputs.push(
        ...messages.flatMap((message) => {
          const { record } = outgoingRecord(message);
          return destinationsOf(message).map((topic) => ({ topic, record }));
        }),
      );
      return Promise.resolve({ failed: [] });
    },
  });
  const judge = createJudge({ ...dependencies, consumer });
  return async (record) => {
    outputs = [];
    const judgement = await judge(record, clock.now() + recordSeconds * 1000);
    switch (judgement.kind) {
      case 'handled':
        return { kind: 'done', outputs };
      case 'poison':
        telemetry.count('RecordsParked', 1);
        telemetry.warn('record parked', { ...judgement.fields, reason: judgement.reason });
        // What it published before it was given up does not go out.
        return { kind: 'done', outputs: [{ topic: deadLetterTopic, record: letterOf(record, judgement.reason) }] };
      case 'failed':
        telemetry.count('RecordsRetried', 1);
        return { kind: 'failed', afterSeconds: judgement.afterSeconds ?? retryDelay(record.receiveCount) };
    }
  };
}
