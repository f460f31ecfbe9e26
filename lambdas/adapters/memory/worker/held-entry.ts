import type { RedriveMark } from '../../../contracts/events/redrive-mark.ts';
import type { SourceRecord } from '../../../core/consume/source-record.ts';

/** A message in a channel, and who holds it. */
export interface HeldEntry {
  readonly id: string;
  readonly key: string;
  readonly body: string;
  readonly redrive: RedriveMark | undefined;
  receives: number;
  /** Milliseconds since the epoch before which nobody gets it. */
  notBefore: number;
  /** The source that has it and has not settled it. */
  holder: object | undefined;
}

/** An entry as a consumer sees it. */
export function recordOf({ id, key, body, receives, redrive }: HeldEntry, ordered: boolean): SourceRecord {
  return {
    id,
    body,
    group: ordered ? key : undefined,
    receiveCount: receives,
    receipt: id,
    ...(redrive && { redrive }),
  };
}
