import type { BatchResult } from '../../../core/consume/batch-consumer.ts';
import type { SourceRecord } from '../../../core/consume/source-record.ts';
import type { Visibility } from '../../../core/ports/visibility.ts';

/** One worker's way to its records in memory, whatever broker they are at; nothing of it waits. */
export interface MemoryIntake {
  /** Whether records come in the order of their group. */
  readonly ordered: boolean;
  /** Takes a delay of a record that it holds. */
  readonly visibility: Visibility;
  /** Up to `most` records, which it holds from then on; none when there is nothing now. */
  receive(most: number): readonly SourceRecord[];
  /** Forgets the records that are not in `failed` and gives back the others, as far as it still holds them. */
  settle(records: readonly SourceRecord[], result: BatchResult): void;
  /** Lost its connection: what it held comes again after so many seconds. It may receive again. @default 0 */
  leave(afterSeconds?: number): void;
}
