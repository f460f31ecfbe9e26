import { type FailedFrom, failedFrom } from './failed-from.ts';
import type { MappingSettings } from './mapping-settings.ts';
import { type StreamBatch, sequencesOf } from './stream-batch.ts';

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
export type NextStep =
  | { readonly kind: 'done' }
  /** `batches` replace the batch, in this order; what lay before them is done. */
  | { readonly kind: 'again'; readonly batches: readonly StreamBatch[]; readonly pause: boolean }
  | { readonly kind: 'give-up'; readonly batch: StreamBatch; readonly condition: GiveUpCondition };

/** The settings that decide. */
export type RetrySettings = Pick<
  MappingSettings,
  'maximumRetryAttempts' | 'maximumRecordAgeSeconds' | 'bisectBatchOnFunctionError' | 'reportBatchItemFailures'
>;

/** What is decided about. */
export interface Outcome {
  readonly batch: StreamBatch;
  readonly delivery: Delivery;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Decides by the rules of Lambda's stream mappings what follows from one delivery.
 *
 * What lies before the lowest failed record is done. The rest comes again at once, as a batch of its own; when nothing
 * at all succeeded it is halved, which uses up no retry, or retried after a pause. A batch whose retries or whose age
 * is used up is given up. Age counts from a batch's first failure on: unlike Lambda, a local poller can be away for
 * longer than records may be old, and what was never tried is not to be lost for that.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export function nextStep({ batch, delivery, now }: Outcome, settings: RetrySettings): NextStep {
  if (delivery.kind === 'not-invoked') {
    return isTooOld(batch, settings, now)
      ? { kind: 'give-up', batch, condition: 'RecordAgeExceeded' }
      : { kind: 'again', batches: [batch], pause: true };
  }
  const tried = { ...batch, invocations: batch.invocations + 1 };
  const from = failurePosition(tried, delivery, settings);
  if (from === 'nothing') {
    return { kind: 'done' };
  }
  return from === 0 ? afterFailure(tried, settings, now) : afterProgress(tried, from, settings);
}

function failurePosition(batch: StreamBatch, delivery: Delivery, settings: RetrySettings): FailedFrom {
  if (delivery.kind !== 'answered') {
    return 0;
  }
  return settings.reportBatchItemFailures ? failedFrom(delivery.answer, sequencesOf(batch)) : 'nothing';
}

function afterFailure(batch: StreamBatch, settings: RetrySettings, now: number): NextStep {
  if (isTooOld(batch, settings, now)) {
    return { kind: 'give-up', batch, condition: 'RecordAgeExceeded' };
  }
  if (settings.bisectBatchOnFunctionError && batch.records.length > 1) {
    return { kind: 'again', batches: halvesOf(batch), pause: false };
  }
  return afterRetry(batch, settings);
}

/** With bisecting on, the batch is split at the failed record, and a split uses up no retry. */
function afterProgress(batch: StreamBatch, from: number, settings: RetrySettings): NextStep {
  const rest = { ...batch, records: batch.records.slice(from) };
  return settings.bisectBatchOnFunctionError
    ? { kind: 'again', batches: [rest], pause: false }
    : afterRetry(rest, settings);
}

function afterRetry(batch: StreamBatch, { maximumRetryAttempts }: RetrySettings): NextStep {
  const failed = { ...batch, failures: batch.failures + 1 };
  return maximumRetryAttempts >= 0 && failed.failures > maximumRetryAttempts
    ? { kind: 'give-up', batch: failed, condition: 'RetryAttemptsExhausted' }
    : { kind: 'again', batches: [failed], pause: true };
}

function halvesOf(batch: StreamBatch): readonly StreamBatch[] {
  const middle = Math.ceil(batch.records.length / 2);
  return [batch.records.slice(0, middle), batch.records.slice(middle)].map((records) => ({ ...batch, records }));
}

/** By its first record, which is the oldest. */
function isTooOld({ records }: StreamBatch, { maximumRecordAgeSeconds }: RetrySettings, now: number): boolean {
  const [oldest] = records;
  return (
    oldest !== undefined &&
    maximumRecordAgeSeconds >= 0 &&
    now / 1000 - oldest.dynamodb.ApproximateCreationDateTime > maximumRecordAgeSeconds
  );
}
