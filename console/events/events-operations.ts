import type { AuditedStreams } from '../../lambdas/core/event-index/audit-index.ts';
import type { IndexReader } from '../../lambdas/core/event-index/index-reader.ts';
import type { PayloadSource } from '../../lambdas/core/payload/whole-envelope.ts';
import type { Clock } from '../../lambdas/core/ports/clock.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import type { PersonalMask } from '../../lambdas/core/privacy/personal-mask.ts';
import type { Projector } from '../../lambdas/core/projection/projector.ts';
import type { RebuildRequest, RebuildResult } from '../../lambdas/core/projection/rebuild.ts';

/** Everything that an operator's commands on events work on. */
export interface EventsOperations {
  /** The table of the streams. */
  readonly items: Pick<ItemStore, 'get' | 'query'>;
  readonly index: IndexReader;
  /** Compares all streams with the index. */
  readonly audit: () => AsyncIterable<AuditedStreams>;
  /** Indexes what is missing of a stream; answers how many events were added. */
  readonly reindex: (stream: string) => Promise<number>;
  /** Names of the projections. */
  readonly projections: readonly string[];
  readonly projector: Pick<Projector, 'state' | 'lag' | 'skip'>;
  readonly rebuild: (request: RebuildRequest) => Promise<RebuildResult>;
  readonly payloads: PayloadSource;
  /** Hides what is personal. */
  readonly mask: PersonalMask;
  readonly clock: Clock;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly close: () => Promise<void>;
}
