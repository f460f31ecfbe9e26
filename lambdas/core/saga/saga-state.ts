import * as z from 'zod/mini';

/** Where a saga stands; `compensated`, `completed` and `compensation_failed` are final. */
export const SagaStatus = z.enum(['waiting', 'compensating', 'completed', 'compensated', 'compensation_failed']);

const Direction = z.enum(['run', 'undo']);

const Waiting = z.object({
  step: z.string(),
  direction: Direction,
  /** The id of the command whose reply is awaited; a reply that was caused by another one is late or a stranger. */
  commandId: z.string(),
});

const HistoryEntry = z.object({
  at: z.number(),
  step: z.string(),
  direction: Direction,
  message: z.string(),
  messageId: z.string(),
});

/** What a saga remembers beside its input. */
export const SagaState = z.object({
  status: SagaStatus,
  waiting: z.optional(Waiting),
  /** Steps whose command was sent, in order: registered before they run, so that an undo can never be forgotten. */
  started: z.array(z.string()),
  /** Steps that were taken back, in the order in which that happened. */
  undone: z.array(z.string()),
  results: z.record(z.string(), z.unknown()),
  failure: z.optional(z.object({ step: z.string(), reason: z.string() })),
  history: z.array(HistoryEntry),
});

/** What a saga remembers beside its input. */
export type SagaState = z.infer<typeof SagaState>;

/** Where a saga stands. */
export type SagaStatus = z.infer<typeof SagaStatus>;
