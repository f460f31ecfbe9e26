import type { RedriveMark } from '../../../contracts/events/redrive-mark.ts';
import type { SourceRecord } from '../../../core/consume/source-record.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import type { IdSource } from '../../../core/ports/id-source.ts';
import type { QueueFigures } from './queue-figures.ts';
import type { QueuedMessage } from './queued-message.ts';

/** What arrives in a queue. */
export interface Arrival {
  readonly body: string;
  readonly group: string;
  /** A FIFO queue takes it once in five minutes; undefined: always taken. */
  readonly deduplicationId: string | undefined;
  /** Why it was parked. */
  readonly reason: string | undefined;
  /** The message is the copy of a dead letter. @default it is not */
  readonly redrive?: RedriveMark;
}

/** One SQS queue in memory. */
export interface MemoryQueue {
  readonly fifo: boolean;
  send(arrival: Arrival): void;
  /** Takes a message over from another queue, with its id, its time and its receives. */
  moveHere(message: QueuedMessage): void;
  receive(most: number): readonly SourceRecord[];
  /** False when the receipt is stale. */
  delete(receipt: string): boolean;
  /** False when the receipt is stale or its message is not in flight. */
  changeVisibility(receipt: string, seconds: number): boolean;
  countParked(): void;
  /** Why a received message was parked; undefined when it was not, or for a stale receipt. */
  reasonOf(receipt: string): string | undefined;
  /** When the next message in flight comes back; undefined when none is. */
  nextVisibleAt(): number | undefined;
  messages(): Iterable<QueuedMessage>;
  figures(): QueueFigures;
}

/** What describes a queue. */
export interface MemoryQueueOptions {
  readonly name: string;
  readonly fifo: boolean;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly visibilitySeconds: number;
  /** Where a message goes that was received `maxReceiveCount` times; undefined: it stays for ever. */
  readonly redrive: { readonly maxReceiveCount: number; readonly to: MemoryQueue } | undefined;
}
