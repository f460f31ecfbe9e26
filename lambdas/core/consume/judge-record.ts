import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import {
  type KnownTypes,
  knownTypeOf,
  knownTypes,
  openEnvelope,
  parseEnvelope,
} from '../../contracts/events/decode-envelope.ts';
import type { Envelope } from '../../contracts/events/envelope.ts';
import { type PayloadSource, isPartial, wholeEnvelope } from '../payload/whole-envelope.ts';
import type { LogFields, Telemetry } from '../ports/telemetry.ts';
import { errorWithout, personalTexts, withoutTexts } from '../privacy/personal-texts.ts';
import type { Consumer } from './consumer.ts';
import type { RetryDelay } from './full-jitter.ts';
import type { Outcome } from './outcome.ts';
import type { SourceRecord } from './source-record.ts';

/** What judging records works with. */
export interface JudgeDependencies {
  readonly consumer: Consumer;
  readonly telemetry: Telemetry;
  /** Where data lies that messages do not carry. @default such a message is parked */
  readonly payloads?: PayloadSource;
  /** Delays a failed record whose consumer names no delay. @default none: after the source's own timeout */
  readonly retryDelay?: RetryDelay;
}

/** What came of trying one record: handled, not now, or never. `fields` name it in logs. */
export type Judgement =
  | { readonly kind: 'handled' }
  | {
      readonly kind: 'failed';
      readonly reason: string;
      readonly afterSeconds: number | undefined;
      readonly fields: LogFields;
    }
  | { readonly kind: 'poison'; readonly reason: string; readonly fields: LogFields };

/** Tries one record; never rejects. `deadline` in milliseconds since the epoch. */
export type Judge = (record: SourceRecord, deadline: number) => Promise<Judgement>;

/**
 * Creates the way of one record through a consumer: decode, handle, judge the outcome.
 *
 * What can never be decoded or handled is poison, and so is a message whose data is gone; an exception means not now. Logs carry ids and reasons, never a
 * payload, and neither reasons nor errors say what the message calls personal.
 */
export function createJudge(dependencies: JudgeDependencies): Judge {
  const { consumer } = dependencies;
  const types = knownTypes(consumer.handles);
  return async (record, deadline) => {
    let message: Envelope;
    try {
      message = await read(dependencies, record, types);
    } catch (cause) {
      return cause instanceof PipelineError && !cause.retryable
        ? poison(dependencies, { record }, `${cause.code}: ${cause.message}`)
        : thrown(dependencies, { record }, cause);
    }
    try {
      const outcome = await consumer.handle(message, { deadline, receiveCount: record.receiveCount });
      return judged(dependencies, { record, message }, discreet(dependencies, message, outcome));
    } catch (cause) {
      return thrown(dependencies, { record, message }, cause);
    }
  };
}

async function read(
  { consumer, payloads }: JudgeDependencies,
  { body }: SourceRecord,
  types: KnownTypes,
): Promise<Envelope> {
  const envelope = openEnvelope(body);
  if (consumer.reads === 'envelope') {
    knownTypeOf(envelope, types);
    return { ...envelope, data: envelope.data };
  }
  return parseEnvelope(isPartial(envelope) ? await wholeEnvelope(envelope, payloads) : envelope, types);
}

/** A consumer words its reasons with the message in hand: what is personal in that is hidden in them. */
function discreet(dependencies: JudgeDependencies, message: Envelope, outcome: Outcome): Outcome {
  return outcome.kind === 'ok'
    ? outcome
    : { ...outcome, reason: withoutTexts(outcome.reason, textsOf(dependencies, message)) };
}

function textsOf({ consumer }: JudgeDependencies, { type, data }: Envelope): readonly string[] {
  return personalTexts(
    consumer.handles.find(({ name }) => name === type),
    data,
  );
}

interface Delivery {
  readonly record: SourceRecord;
  /** Absent when the record could not be decoded. */
  readonly message?: Envelope;
}

function judged(dependencies: JudgeDependencies, delivery: Delivery, outcome: Outcome): Judgement {
  const { consumer, telemetry } = dependencies;
  switch (outcome.kind) {
    case 'ok':
      telemetry.count(outcome.duplicate ? 'RecordsDuplicate' : 'RecordsHandled', 1);
      return { kind: 'handled' };
    case 'park':
      return poison(dependencies, delivery, outcome.reason);
    case 'retry': {
      const { reason, afterSeconds = dependencies.retryDelay?.(delivery.record.receiveCount) } = outcome;
      const fields = fieldsOf(consumer, delivery);
      telemetry.info('record to be delivered again', { ...fields, reason, afterSeconds });
      return { kind: 'failed', reason, afterSeconds, fields };
    }
  }
}

function poison({ consumer }: JudgeDependencies, delivery: Delivery, reason: string): Judgement {
  return { kind: 'poison', reason, fields: fieldsOf(consumer, delivery) };
}

function thrown(dependencies: JudgeDependencies, delivery: Delivery, cause: unknown): Judgement {
  const fields = fieldsOf(dependencies.consumer, delivery);
  const { message } = delivery;
  const texts = message === undefined ? [] : textsOf(dependencies, message);
  dependencies.telemetry.error('record failed', fields, errorWithout(cause, texts));
  return {
    kind: 'failed',
    // The message of an error may quote the payload; its name and code do not.
    reason: cause instanceof PipelineError ? cause.code : cause instanceof Error ? cause.name : 'unknown error',
    afterSeconds: dependencies.retryDelay?.(delivery.record.receiveCount),
    fields,
  };
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
