import type { SourceRecord } from '../../../core/consume/source-record.ts';
import type { OutgoingMessage } from '../../../core/ports/publisher.ts';

/** A message at a broker in memory, and who holds it. */
export interface HeldEntry {
  readonly id: string;
  readonly message: OutgoingMessage;
  /** When it came, in milliseconds since the epoch. */
  readonly cameAt: number;
  receives: number;
  /** Milliseconds since the epoch before which nobody gets it. */
  notBefore: number;
  /** The source that has it and has not settled it. */
  holder: object | undefined;
}

/** The entry of a message that just came. */
export function newEntry(message: OutgoingMessage, id: string, cameAt: number): HeldEntry {
  return { id, message, cameAt, receives: 0, notBefore: 0, holder: undefined };
}

/** An entry as a consumer sees it. */
export function recordOf({ id, message, receives }: HeldEntry, ordered: boolean): SourceRecord {
  const { key, body, redrive } = message;
  return {
    id,
    body,
    group: ordered ? key : undefined,
    receiveCount: receives,
    receipt: id,
    ...(redrive && { redrive }),
  };
}
