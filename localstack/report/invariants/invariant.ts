import type { StoreFacts } from '../order-facts.ts';

/** One promise of the pipeline, held against what lies in the store. */
export interface InvariantResult {
  readonly number: number;
  readonly promise: string;
  readonly holds: boolean;
  /** What was compared, with its figures; for a breach, the first few that break it. */
  readonly evidence: string;
}

/** What the invariants are checked against. */
export interface InvariantInput {
  readonly facts: StoreFacts;
  /** Ids of the orders that were accepted. */
  readonly accepted: ReadonlySet<string>;
  /** Ids of the orders whose messages are in a dead-letter queue. */
  readonly parked: ReadonlySet<string>;
}

/** Checks one promise. */
export type Invariant = (input: InvariantInput) => InvariantResult;

/** A result that holds when nothing breaks the promise. */
export function verdict(
  promise: Pick<InvariantResult, 'number' | 'promise' | 'evidence'>,
  broken: readonly string[],
): InvariantResult {
  const holds = broken.length === 0;
  const evidence = holds ? promise.evidence : `${broken.length} break it: ${broken.slice(0, 5).join('; ')}`;
  return { ...promise, holds, evidence };
}
