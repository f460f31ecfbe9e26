import type { SourceRecord } from './source-record.ts';
import type { Verdict } from './verdict.ts';

/** Tries one record; never rejects, and answers at once without trying when there is no time left. */
export type Attempt = (record: SourceRecord) => Promise<Verdict>;

/** A record that its source has to deliver again. */
export interface FailedRecord {
  readonly record: SourceRecord;
  /** Undefined: after the source's own timeout. */
  readonly afterSeconds: number | undefined;
}

/**
 * Tries the records of a batch in the order that a source promises, at most `concurrency` at a time and each at most
 * once; answers those that failed, in the order of the batch, when nothing runs any more.
 */
export type Settlement = (
  records: readonly SourceRecord[],
  attempt: Attempt,
  concurrency: number,
) => Promise<readonly FailedRecord[]>;
