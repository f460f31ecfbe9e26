import type { PipelineDefinition } from '../../lambdas/contracts/definition/pipeline-definition.ts';
import type { Consumer } from '../../lambdas/core/consume/consumer.ts';
import type { PayloadSource } from '../../lambdas/core/payload/whole-envelope.ts';
import type { Clock } from '../../lambdas/core/ports/clock.ts';
import type { ItemStore } from '../../lambdas/core/ports/item-store.ts';
import type { Telemetry } from '../../lambdas/core/ports/telemetry.ts';

/** Does what there is to do now; false when there was nothing. */
export type Turn = () => Promise<boolean>;

/** Records that a consumer takes in one turn. */
export const batchSize = 10;

/** What one consumer of an embedded pipeline runs on, whatever it reads. */
export interface LaneParts {
  readonly definition: PipelineDefinition;
  readonly items: ItemStore;
  readonly consumer: Consumer;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  /** A number from 0 up to but not including 1. */
  readonly random: () => number;
  /** Where data lies that messages do not carry. @default such a message is parked */
  readonly payloads?: PayloadSource;
}
