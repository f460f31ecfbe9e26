import type { RedriveMark } from '../../../contracts/events/redrive-mark.ts';
import type { SourceRecord } from '../../../core/consume/source-record.ts';
import type { OutgoingMessage } from '../../../core/ports/publisher.ts';

/** A message at a broker in memory, and who holds it. */
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

/** The entry of a message that just came. */
export function newEntry(
  { key, body, redrive }: Pick<OutgoingMessage, 'key' | 'body' | 'redrive'>,
  id: string,
): HeldEntry {
  return { id, key, body, redrive, receives: 0, notBefore: 0, holder: undefined };
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
