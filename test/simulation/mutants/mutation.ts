import type { Consumer } from '../../../lambdas/core/consume/consumer.ts';
import type { DeadLetterLines } from '../../../lambdas/core/dead-letter/dead-letter-lines.ts';
import type { createLineRedrive } from '../../../lambdas/core/dead-letter/redrive-lines.ts';
import type { ConsumerName } from '../../../localstack/embedded/embedded-consumers.ts';
import type { ConsumerWorld } from '../world/consumer-world.ts';
import type { StageMutation } from './stage-mutation.ts';

/** Replaces one part of the pipeline of the orders by a broken one. */
export interface Mutation extends StageMutation {
  readonly consumer?: (name: ConsumerName, consumer: Consumer, world: ConsumerWorld) => Consumer;
  /** The dead letters as the consumers see them. */
  readonly lines?: (lines: DeadLetterLines) => DeadLetterLines;
  readonly lineRedrive?: typeof createLineRedrive;
}
