/** A message that is kept aside, in the line of its key. */
export interface DeadLetter {
  /** The source's id of the record (SQS message id); one record is kept once. */
  readonly id: string;
  /** The ordering key; on a source without order a line of its own, named by the record's id. */
  readonly key: string;
  /** Grows along the line of a key, with gaps where letters have left it. */
  readonly position: number;
  /** As it came, or as an operator corrected it. */
  readonly body: string;
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly parkedAt: number;
  /** Deliveries before it was parked. */
  readonly receiveCount: number;
  /** Redrives that ended here again. */
  readonly redrives: number;
}

/** What is to be kept aside. */
export type NewDeadLetter = Pick<DeadLetter, 'id' | 'key' | 'body' | 'reason' | 'receiveCount'>;

/** The parked messages of one key; while there is a line, later messages of its key queue behind it. */
export interface DeadLetterLine {
  readonly key: string;
  readonly letters: number;
  /** When its first letter was parked, in milliseconds since the epoch. */
  readonly since: number;
  /** The redrive that is under way; undefined when there is none. */
  readonly redrive: LineRedrive | undefined;
}

/** How far a redrive has come along a line. */
export interface LineRedrive {
  /** Tells one redrive from the next: copies of an ended one are ignored. */
  readonly token: string;
  /** Position of the last letter it completed; 0 before the first. */
  readonly reached: number;
}
