import type { RedriveMark } from '../../contracts/events/redrive-mark.ts';

/** One record as a source delivered it, before anything was parsed. */
export interface SourceRecord {
  /** The source's id of this record (SQS message id, stream sequence number). */
  readonly id: string;
  readonly body: string;
  /** The source's ordering group; undefined where the source keeps no order. */
  readonly group: string | undefined;
  /** How often it was delivered, this time included. */
  readonly receiveCount: number;
  /** What the source needs to change this record's visibility (SQS receipt handle). */
  readonly receipt: string;
  /** The record is a copy of a dead letter. @default it is not */
  readonly redrive?: RedriveMark;
}
