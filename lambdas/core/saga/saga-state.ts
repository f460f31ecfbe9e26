import * as z from 'zod/mini';

/**
 * Where a saga stands. `running`: a command awaits its reply; `waiting`: only a message, a decision or a timer is awaited;
 * `compensating`: what was done is being taken back. The others are ends; out of `compensation_failed` an operator
 * leads.
 */
export const SagaStatus = z.enum([
  'running',
  'waiting',
  'compensating',
  'completed',
  'compensated',
  'compensation_failed',
  'cancelled',
]);

/** Whether a step is done or taken back. */
export const Direction = z.enum(['run', 'undo']);

/** Something that a saga waits for. */
export const Pending = z.object({
  step: z.string(),
  direction: Direction,
  /** How often its command was sent, from 1. */
  attempt: z.number(),
  /** The newest ids of its commands: a reply that was caused by any other one is late or a stranger. */
  commandIds: z.array(z.string()),
  /** Never the same twice in a saga; a timer of another generation is an old one. */
  generation: z.number(),
  /** When it is waited for no longer, in milliseconds since the epoch. */
  dueAt: z.optional(z.number()),
  /** Its undo was answered with a failure and is sent again when it is due. */
  paused: z.optional(z.literal(true)),
});

/** What a saga remembers beside its input and its history. */
export const SagaState = z.object({
  status: SagaStatus,
  pending: z.array(Pending),
  /** The last generation that was given. */
  generation: z.number(),
  /** Steps that were begun, in order: registered before they run, so that an undo can never be forgotten. */
  started: z.array(z.string()),
  /** Steps that said that they did nothing. */
  refused: z.array(z.string()),
  /** Steps that were taken back, in the order in which that happened. */
  undone: z.array(z.string()),
  results: z.record(z.string(), z.unknown()),
  /** Messages of receive steps that came before their step was begun. */
  early: z.optional(z.record(z.string(), z.unknown())),
  failure: z.optional(z.object({ step: z.string(), reason: z.string() })),
  /** How its compensation will end. */
  ends: z.optional(z.enum(['compensated', 'cancelled'])),
  /** In milliseconds since the epoch. */
  deadlineAt: z.optional(z.number()),
  /** Its deadline passed when there was no way back any more. */
  late: z.optional(z.literal(true)),
  /** Since when only an operator can help, in milliseconds since the epoch. */
  stuckSince: z.optional(z.number()),
  /** How often it has run, from 1: a fork is a further run. */
  run: z.number(),
});

/** What a saga remembers beside its input and its history. */
export type SagaState = z.infer<typeof SagaState>;

/** Where a saga stands. */
export type SagaStatus = z.infer<typeof SagaStatus>;

/** Something that a saga waits for. */
export type Pending = z.infer<typeof Pending>;

/** Whether a saga has come to its end; only an operator can move it any more. */
export function isEnded({ status }: Pick<SagaState, 'status'>): boolean {
  return status !== 'running' && status !== 'waiting' && status !== 'compensating';
}
