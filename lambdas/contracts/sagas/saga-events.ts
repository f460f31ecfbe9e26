import * as z from 'zod/mini';
import { event } from '../events/event-type.ts';

const Ended = z.object({
  /** Name of the saga. */
  saga: z.string(),
  /** Version of the definition on which it ended. */
  version: z.int(),
  key: z.string(),
  /** How often it has run, from 1: a fork is a further run. */
  run: z.int(),
  outcome: z.enum(['completed', 'compensated', 'cancelled', 'compensation_failed']),
  /** The step that failed. */
  step: z.optional(z.string()),
  reason: z.optional(z.string()),
});

/** How a saga ended. */
export type SagaEnded = z.infer<typeof Ended>;

const byKey = ({ key }: { readonly key: string }): string => key;

/** A saga has done all its steps. */
export const SagaCompleted = event('saga.completed', { schema: Ended, key: byKey });

/**
 * A saga has not done all its steps. What it did is undone, except with the outcome `compensation_failed`: then
 * something is left that an operator has to look after.
 */
export const SagaFailed = event('saga.failed', { schema: Ended, key: byKey });
