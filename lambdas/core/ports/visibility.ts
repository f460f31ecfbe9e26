import type { SourceRecord } from '../consume/source-record.ts';

/** Decides when a source shows a failed record again. */
export interface Visibility {
  /** Hides the record for `seconds` from now (0 to 43200); the source's own timeout holds when this fails. */
  delay(record: SourceRecord, seconds: number): Promise<void>;
}
