import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import { decodeEnvelope, knownTypes } from '../../contracts/events/decode-envelope.ts';
import type { Envelope } from '../../contracts/events/envelope.ts';
import type { Parking } from '../ports/parking.ts';
import type { LogFields, Telemetry } from '../ports/telemetry.ts';
import type { Consumer } from './consumer.ts';
import type { RetryDelay } from './full-jitter.ts';
import type { Outcome } from './outcome.ts';
import type { SourceRecord } from './source-record.ts';
import { type Verdict, done } from './verdict.ts';

/** What a record handler works with. */
export interface RecordHandlerDependencies {
  readonly consumer: Consumer;
  readonly parking: Parking;
  readonly telemetry: Telemetry;
  /** Delays a failed record whose consumer names no delay. @default none: after the source's own timeout */
  readonly retryDelay?: RetryDelay;
}

/** Takes one record through its consumer; never rejects. `deadline` in milliseconds since the epoch. */
export type RecordHandler = (record: SourceRecord, deadline: number) => Promise<Verdict>;

/**
 * Creates the way of one record through a consumer: decode, handle, judge the outcome.
 *
 * What can never be decoded or handled is parked with its reason. An exception is a retry, and so is a record that
 * could not be parked, so that nothing is lost. Logs carry ids and reasons, never a payload.
 */
export function createRecordHandler(dependencies: RecordHandlerDependencies): RecordHandler {
  const { consumer } = dependencies;
  const types = knownTypes(consumer.handles);
  return async (record, deadline) => {
    let message: Envelope;
    try {
      message = decodeEnvelope(record.body, types);
    } catch (cause) {
      return cause instanceof PipelineError && !cause.retryable
        ? parked(dependencies, { record }, `${cause.code}: ${cause.message}`)
        : thrown(dependencies, { record }, cause);
    }
    try {
      const outcome = await consumer.handle(message, { deadline, receiveCount: record.receiveCount });
      return await judged(dependencies, { record, message }, outcome);
    } catch (cause) {
      return thrown(dependencies, { record, message }, cause);
    }
  };
}

interface Delivery {
  readonly record: SourceRecord;
  /** Absent when the record could not be decoded. */
  readonly message?: Envelope;
}

async function judged(dependencies: RecordHandlerDependencies, delivery: Delivery, outcome: Outcome): Promise<Verdict> {
  const { consumer, telemetry } = dependencies;
  switch (outcome.kind) {
    case 'ok':
      telemetry.count(outcome.duplicate ? 'RecordsDuplicate' : 'RecordsHandled', 1);
      return done;
    case 'park':
      return parked(dependencies, delivery, outcome.reason);
    case 'retry': {
      const { reason, afterSeconds = delayOf(dependencies, delivery) } = outcome;
      telemetry.count('RecordsRetried', 1);
      telemetry.info('record to be delivered again', { ...fieldsOf(consumer, delivery), reason, afterSeconds });
      return { done: false, afterSeconds };
    }
  }
}

async function parked(dependencies: RecordHandlerDependencies, delivery: Delivery, reason: string): Promise<Verdict> {
  const { consumer, parking, telemetry } = dependencies;
  try {
    await parking.park(delivery.record, reason);
  } catch (cause) {
    telemetry.count('RecordsRetried', 1);
    telemetry.error('record not parked', { ...fieldsOf(consumer, delivery), reason }, cause);
    return { done: false, afterSeconds: delayOf(dependencies, delivery) };
  }
  telemetry.count('RecordsParked', 1);
  telemetry.warn('record parked', { ...fieldsOf(consumer, delivery), reason });
  return done;
}

function thrown(dependencies: RecordHandlerDependencies, delivery: Delivery, cause: unknown): Verdict {
  const { consumer, telemetry } = dependencies;
  telemetry.count('RecordsRetried', 1);
  telemetry.error('record failed', fieldsOf(consumer, delivery), cause);
  return { done: false, afterSeconds: delayOf(dependencies, delivery) };
}

function delayOf({ retryDelay }: RecordHandlerDependencies, { record }: Delivery): number | undefined {
  return retryDelay?.(record.receiveCount);
}

function fieldsOf(consumer: Consumer, { record, message }: Delivery): LogFields {
  return {
    consumer: consumer.name,
    recordId: record.id,
    receiveCount: record.receiveCount,
    messageId: message?.id,
    type: message?.type,
    correlationId: message?.correlationid,
  };
}
