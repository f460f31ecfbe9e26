import * as z from 'zod/mini';
import type { Attributes, Item, ItemKey } from '../ports/item-store.ts';
import type { AskedApproval } from './approval-token.ts';

const Made = z.object({
  decision: z.enum(['approved', 'rejected']),
  by: z.string(),
  /** Milliseconds since the epoch. */
  at: z.number(),
  reason: z.optional(z.string()),
});

/** What was decided, by whom and when. */
export type MadeDecision = Readonly<z.infer<typeof Made>>;

/**
 * Where the decision about one step of a saga is recorded, in the partition of the saga: under its generation, so that
 * there can be one alone, and another when the same is asked anew.
 */
export function approvalKey(partition: string, { step, generation }: AskedApproval): ItemKey {
  return { partition, sort: `approval#${step}#${String(generation).padStart(6, '0')}` };
}

/** The attributes of a new record beside its outbox. */
export function approvalRecord({ decision, by, at, reason }: MadeDecision): Attributes {
  return { version: 1, decision, by, at, ...(reason !== undefined && { reason }) };
}

/** The decision that an item records. */
export function recordedDecision({ attributes }: Item): MadeDecision {
  const { decision, by, at, reason } = Made.parse(attributes);
  return { decision, by, at, ...(reason !== undefined && { reason }) };
}
