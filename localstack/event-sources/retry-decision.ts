import type { FailedFrom } from './failed-from.ts';
import type { MappingSettings } from './mapping-settings.ts';
import type { RecordBatch } from './stream-batch.ts';

/** How handing over a batch ended. */
export type Delivery =
  | { readonly kind: 'answered'; readonly answer: unknown }
  /** The function threw, timed out, or answered what is no JSON. */
  | { readonly kind: 'function-error' }
  /** Throttled, or the service failed before the function ran. */
  | { readonly kind: 'not-invoked' };

/** Why records were given up, in the words of the on-failure record. */
export type GiveUpCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** What is to be done after a batch was handed over. */
export type RetryStep<Item> =
  | { readonly kind: 'done' }
  /** `batches` replace the batch, in this order; what lay before them is done. */
  | { readonly kind: 'again'; readonly batches: readonly RecordBatch<Item>[]; readonly pause: boolean }
  | { readonly kind: 'give-up'; readonly batch: RecordBatch<Item>; readonly condition: GiveUpCondition };

/** The settings that decide. */
export type RetrySettings = Pick<
  MappingSettings,
  'maximumRetryAttempts' | 'maximumRecordAgeSeconds' | 'bisectBatchOnFunctionError' | 'reportBatchItemFailures'
>;

/** What is decided about. */
export interface Outcome<Item> {
  readonly batch: RecordBatch<Item>;
  readonly delivery: Delivery;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** How the records of a source are read. */
export interface RecordReading<Item> {
  /** From which of the records on the function's answer says that they failed. */
  readonly failedFrom: (answer: unknown, records: readonly Item[]) => FailedFrom;
  /** Milliseconds since the epoch. */
  readonly writtenAt: (record: Item) => number;
}

/** What decides: the settings of the mapping and how its records are read. */
export interface RetryRules<Item> extends RetrySettings {
  readonly reading: RecordReading<Item>;
}

/**
 * Decides by the rules of Lambda's mappings of streams and topics what follows from one delivery.
 *
 * What lies before the lowest failed record is done. The rest comes again at once, as a batch of its own; when nothing
 * at all succeeded it is halved, which uses up no retry, or retried after a pause. A batch whose retries or whose age
 * is used up is given up. Age counts from a batch's first failure on: unlike Lambda, a local poller can be away for
 * longer than records may be old, and what was never tried is not to be lost for that.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export function decideRetry<Item>({ batch, delivery, now }: Outcome<Item>, rules: RetryRules<Item>): RetryStep<Item> {
  if (delivery.kind === 'not-invoked') {
    return isTooOld(batch, rules, now)
      ? { kind: 'give-up', batch, condition: 'RecordAgeExceeded' }
      : { kind: 'again', batches: [batch], pause: true };
  }
  const tried = { ...batch, invocations: batch.invocations + 1 };
  const from = failurePosition(tried, delivery, rules);
  if (from === 'nothing') {
    return { kind: 'done' };
  }
  return from === 0 ? afterFailure(tried, rules, now) : afterProgress(tried, from, rules);
}

function failurePosition<Item>(batch: RecordBatch<Item>, delivery: Delivery, rules: RetryRules<Item>): FailedFrom {
  if (delivery.kind !== 'answered') {
    return 0;
  }
  return rules.reportBatchItemFailures ? rules.reading.failedFrom(delivery.answer, batch.records) : 'nothing';
}

function afterFailure<Item>(batch: RecordBatch<Item>, rules: RetryRules<Item>, now: number): RetryStep<Item> {
  if (isTooOld(batch, rules, now)) {
    return { kind: 'give-up', batch, condition: 'RecordAgeExceeded' };
  }
  if (rules.bisectBatchOnFunctionError && batch.records.length > 1) {
    return { kind: 'again', batches: halvesOf(batch), pause: false };
  }
  return afterRetry(batch, rules);
}

/** With bisecting on, the batch is split at the failed record, and a split uses up no retry. */
function afterProgress<Item>(batch: RecordBatch<Item>, from: number, rules: RetryRules<Item>): RetryStep<Item> {
  const rest = { ...batch, records: batch.records.slice(from) };
  return rules.bisectBatchOnFunctionError ? { kind: 'again', batches: [rest], pause: false } : afterRetry(rest, rules);
}

function afterRetry<Item>(batch: RecordBatch<Item>, { maximumRetryAttempts }: RetrySettings): RetryStep<Item> {
  const failed = { ...batch, failures: batch.failures + 1 };
  return maximumRetryAttempts >= 0 && failed.failures > maximumRetryAttempts
    ? { kind: 'give-up', batch: failed, condition: 'RetryAttemptsExhausted' }
    : { kind: 'again', batches: [failed], pause: true };
}

function halvesOf<Item>(batch: RecordBatch<Item>): readonly RecordBatch<Item>[] {
  const middle = Math.ceil(batch.records.length / 2);
  return [batch.records.slice(0, middle), batch.records.slice(middle)].map((records) => ({ ...batch, records }));
}

/** By its first record, which is the oldest. */
function isTooOld<Item>(
  { records }: RecordBatch<Item>,
  { maximumRecordAgeSeconds, reading }: RetryRules<Item>,
  now: number,
): boolean {
  const [oldest] = records;
  return (
    oldest !== undefined &&
    maximumRecordAgeSeconds >= 0 &&
    now - reading.writtenAt(oldest) > maximumRecordAgeSeconds * 1000
  );
}
