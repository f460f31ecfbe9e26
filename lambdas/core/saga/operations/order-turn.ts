import type { SagaTurn } from '../saga-move.ts';

/** A saga as it stands, and who wants something of it. */
export interface OrderTurn extends SagaTurn {
  /** The id of the order. */
  readonly id: string;
  readonly by: string;
  /** Why, as they say. */
  readonly reason: string | undefined;
}
