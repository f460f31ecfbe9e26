import type { SourceRecord } from '../consume/source-record.ts';

/** Where a message goes that can never be handled: kept whole, with the reason beside it. */
export interface Parking {
  /** Resolves once the message is durably kept; only then may its source forget it. */
  park(record: SourceRecord, reason: string): Promise<void>;
}
