import type { ConsumerSource } from '../../contracts/definition/source-of.ts';
import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Backoff } from '../../core/ports/backoff.ts';
import type { Parking } from '../../core/ports/parking.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import type { Timers } from '../../core/ports/timers.ts';
import type { WorkerSource } from '../../core/ports/worker-source.ts';
import type { ConnectionEnvironment } from '../connections/connection-environment.ts';

/** What a worker takes its records from, and where it parks. */
export interface OpenedSource {
  readonly source: WorkerSource;
  /** Undefined where the definition says that there are no dead letters. */
  readonly parking: Parking | undefined;
  /** Records that wait for the consumer's group; undefined when the broker cannot tell. */
  waiting(): Promise<number | undefined>;
  /** Ends the connections, after the source was closed. */
  close(): Promise<void>;
}

/** What opening a source of some kind works with. */
export interface SourceOpening<Kind extends ConsumerSource['kind'] = ConsumerSource['kind']> {
  readonly pipeline: PipelineDefinition;
  /** The consumer's name. */
  readonly name: string;
  readonly from: Extract<ConsumerSource, { readonly kind: Kind }>;
  readonly environment: ConnectionEnvironment;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly backoff: Backoff;
  readonly telemetry: Telemetry;
  /** Gives up waiting for the first connection. */
  readonly signal: AbortSignal;
}
