import type { ConsumerSource } from '../../contracts/definition/source-of.ts';
import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import type { DeadLetterQueue } from '../../core/ports/dead-letter-queue.ts';
import type { Publisher } from '../../core/ports/publisher.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import type { ConnectionEnvironment } from '../connections/connection-environment.ts';

/** Dead letters of a source at a broker, and the way back to it. */
export interface OpenedLetters {
  /** Undefined where the source has none. */
  readonly letters: DeadLetterQueue | undefined;
  /** Sends to the source, under ids that its broker has not seen. */
  readonly sender: Publisher;
  close(): Promise<void>;
}

/** What opening them works with. */
export interface LettersOpening<Kind extends ConsumerSource['kind'] = ConsumerSource['kind']> {
  readonly pipeline: PipelineDefinition;
  readonly from: Extract<ConsumerSource, { readonly kind: Kind }>;
  readonly environment: ConnectionEnvironment;
  readonly telemetry: Telemetry;
}

/** Sources at brokers. */
export type BrokerSource = Exclude<ConsumerSource, { readonly kind: 'queue' }>;
