import type { DeadLetterLines } from '../dead-letter/dead-letter-lines.ts';
import type { RedriveMark } from '../../contracts/events/redrive-mark.ts';
import type { LogFields } from '../ports/telemetry.ts';
import { type Judge, type JudgeDependencies, type Judgement, createJudge } from './judge-record.ts';
import type { RecordHandler } from './record-handler.ts';
import type { SourceRecord } from './source-record.ts';
import { type Verdict, done } from './verdict.ts';

/** How a consumer keeps the order of a key when one of its messages cannot be handled. */
export interface KeyOrder {
  readonly lines: DeadLetterLines;
  /**
   * `park-key`: the message is parked, and later ones of its key are parked behind it. `block`: it stays at the head of
   * its group, as if it might be handled the next time, until it has been delivered too often.
   */
  readonly onPoison: 'park-key' | 'block';
  /** Deliveries after which a message that fails is parked, whatever it fails by; at least 1. */
  readonly maxReceives: number;
  /** Deliveries after which a message is parked without another try; at least `maxReceives`. */
  readonly maxUntried: number;
}

/** What a sequenced handler works with. */
export interface SequencedDependencies extends JudgeDependencies {
  readonly order: KeyOrder;
}

/**
 * Creates the handlers of records that must never overtake a parked one of their key; a new one for each batch.
 *
 * While no key is parked a batch costs one read. A record whose line exists is parked behind it, and a copy that a
 * redrive sent is handled only in its turn: the copy of an ended redrive is dropped, because its letter still stands in
 * its line. A record that could not be parked or settled is delivered again.
 *
 * It relies on its source: no two records of a group are delivered at the same time, and a batch ends before its
 * records come again.
 */
export function createSequencedHandlers(dependencies: SequencedDependencies): () => Promise<RecordHandler> {
  const judge = createJudge(dependencies);
  const { lines } = dependencies.order;
  return async () => {
    const batch: Batch = { ...dependencies, judge, anyParked: await lines.anyParked() };
    return async (record, deadline) => {
      try {
        return await handled(batch, record, deadline);
      } catch (cause) {
        const { consumer, telemetry, retryDelay } = dependencies;
        telemetry.count('RecordsRetried', 1);
        telemetry.error('record not parked', { consumer: consumer.name, recordId: record.id }, cause);
        return { done: false, afterSeconds: retryDelay?.(record.receiveCount) };
      }
    };
  };
}

interface Batch extends SequencedDependencies {
  readonly judge: Judge;
  /** Whether any key was parked when the batch began, or since then by the batch itself. */
  anyParked: boolean;
}

async function handled(batch: Batch, record: SourceRecord, deadline: number): Promise<Verdict> {
  const { redrive } = record;
  if (redrive !== undefined) {
    return copyHandled(batch, { record, redrive, deadline });
  }
  if (batch.anyParked && (await batch.order.lines.line(keyOf(record))) !== undefined) {
    return parked(batch, record, {
      reason: 'an earlier message of its key is parked',
      fields: fieldsOf(batch, record),
    });
  }
  if (record.receiveCount > batch.order.maxUntried) {
    return parked(batch, record, {
      reason: `none of ${record.receiveCount - 1} deliveries came to an end`,
      fields: fieldsOf(batch, record),
    });
  }
  const judgement = await batch.judge(record, deadline);
  if (judgement.kind === 'handled') {
    return done;
  }
  return isFinal(batch, record, judgement) ? parked(batch, record, judgement) : again(batch, record, judgement);
}

/** The copy of a dead letter, in the turn that its redrive gave it. */
async function copyHandled(
  batch: Batch,
  copy: { readonly record: SourceRecord; readonly redrive: RedriveMark; readonly deadline: number },
): Promise<Verdict> {
  const { record, redrive, deadline } = copy;
  const { lines } = batch.order;
  const key = keyOf(record);
  const under = (await lines.line(key))?.redrive;
  if (under?.token !== redrive.token || under.reached !== redrive.previous) {
    batch.telemetry.count('RecordsDuplicate', 1);
    return done;
  }
  const judgement: Judgement =
    record.receiveCount > batch.order.maxUntried
      ? { kind: 'poison', reason: 'no delivery of its copy came to an end', fields: fieldsOf(batch, record) }
      : await batch.judge(record, deadline);
  if (judgement.kind === 'handled') {
    await lines.settle(key, redrive);
    return done;
  }
  if (!isFinal(batch, record, judgement)) {
    return again(batch, record, judgement);
  }
  const { reason, fields } = judgement;
  await lines.reject(key, redrive, { reason, receiveCount: record.receiveCount });
  batch.telemetry.count('RecordsParked', 1);
  batch.telemetry.warn('redriven record parked again', { ...fields, reason });
  return done;
}

type Unhandled = Exclude<Judgement, { readonly kind: 'handled' }>;

/** Whether a record has had its last try. A redriven one came from an operator, who waits for an answer. */
function isFinal({ order }: Batch, { receiveCount, redrive }: SourceRecord, { kind }: Unhandled): boolean {
  const hopeless = kind === 'poison' && (order.onPoison === 'park-key' || redrive !== undefined);
  return hopeless || receiveCount >= order.maxReceives;
}

function again({ telemetry, retryDelay }: Batch, { receiveCount }: SourceRecord, judgement: Unhandled): Verdict {
  telemetry.count('RecordsRetried', 1);
  if (judgement.kind === 'failed') {
    return { done: false, afterSeconds: judgement.afterSeconds };
  }
  telemetry.warn('poison holds its key', { ...judgement.fields, reason: judgement.reason });
  return { done: false, afterSeconds: retryDelay?.(receiveCount) };
}

async function parked(
  batch: Batch,
  record: SourceRecord,
  { reason, fields }: { readonly reason: string; readonly fields: LogFields },
): Promise<Verdict> {
  const { id, body, receiveCount } = record;
  await batch.order.lines.park({ id, key: keyOf(record), body, reason, receiveCount });
  batch.anyParked = true;
  batch.telemetry.count('RecordsParked', 1);
  batch.telemetry.warn('record parked', { ...fields, reason });
  return done;
}

/** A record without a group is a group of its own. */
function keyOf({ group, id }: SourceRecord): string {
  return group ?? id;
}

function fieldsOf({ consumer }: Batch, { id, receiveCount }: SourceRecord): LogFields {
  return { consumer: consumer.name, recordId: id, receiveCount };
}
