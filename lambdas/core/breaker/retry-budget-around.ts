import type { PipelineDefinition } from '../../contracts/definition/pipeline-definition.ts';
import type { BatchConsumer } from '../consume/batch-consumer.ts';
import { type RetryBudgetDependencies, createRetryBudget } from './retry-budget.ts';
import { type WithRetryBudgetOptions, withRetryBudget } from './with-retry-budget.ts';

/** What the retry budget of one consumer of a pipeline works with. */
export interface RetryBudgetAroundOptions
  extends Omit<WithRetryBudgetOptions, 'budget'>, Pick<RetryBudgetDependencies, 'items' | 'queue'> {
  readonly pipeline: Pick<PipelineDefinition, 'circuitBreaker'>;
}

/** What a pipeline's definition puts around the consumer of a queue: a retry budget, or nothing. */
export function retryBudgetAround(options: RetryBudgetAroundOptions): (consume: BatchConsumer) => BatchConsumer {
  const { circuitBreaker: policy } = options.pipeline;
  return policy === undefined
    ? (consume) => consume
    : withRetryBudget({ ...options, budget: createRetryBudget({ ...options, policy }) });
}
