import type { Home } from '../../contracts/definition/home.ts';
import { messageAttributes } from './message-attributes.ts';
import { messageBytes } from './message-bytes.ts';
import { messageLimits } from '../../contracts/message-limits.ts';
import type { PendingMessage } from './pending-message.ts';
import type { OutgoingMessage } from '../../core/ports/publisher.ts';

/** What one call sends. */
export interface Batch {
  readonly home: Home;
  readonly messages: readonly OutgoingMessage[];
}

interface OpenBatch extends Batch {
  readonly messages: OutgoingMessage[];
  bytes: number;
}

/** Fills batches in order, for each home apart: at most 10 messages and the bytes that the home takes in each. */
export function packBatches(pending: readonly PendingMessage[]): readonly Batch[] {
  const batches: OpenBatch[] = [];
  const open = new Map<string, OpenBatch>();
  for (const { message, home } of pending) {
    const bytes = messageBytes(message.body, messageAttributes(message));
    const address = `${home.kind}/${home.name}`;
    let batch = open.get(address);
    if (batch === undefined || !hasRoom(batch, bytes)) {
      batch = { home, messages: [], bytes: 0 };
      batches.push(batch);
      open.set(address, batch);
    }
    batch.messages.push(message);
    batch.bytes += bytes;
  }
  return batches;
}

function hasRoom({ home, messages, bytes }: OpenBatch, more: number): boolean {
  return messages.length < messageLimits.batchEntries && bytes + more <= home.maxMessageBytes;
}
