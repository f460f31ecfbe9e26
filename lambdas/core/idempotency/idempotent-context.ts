import type { HandlingContext } from '../consume/consumer.ts';

/** What a handler may know about a delivery that it owns. */
export interface IdempotentContext extends HandlingContext {
  /**
   * The same for every repetition of one message in one consumer. Hand it to the side effect, so that its far end drops
   * the second one when this process dies between the effect and its mark.
   */
  readonly key: string;
  /** Aborted when the claim is lost to another owner: stop, because what follows would be done twice. */
  readonly signal: AbortSignal;
}
