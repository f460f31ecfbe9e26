import type { BrokerKind } from '../../contracts/definition/broker-kind.ts';

/** What was done so that a broker has what a pipeline needs; a second time nothing is left to do. */
export interface BrokerReconciliation {
  readonly kind: BrokerKind;
  /** What was not there: topics, streams, groups, exchanges and queues, by their names at the broker. */
  readonly made: readonly string[];
  /** What was there in another way and is as it is wanted now, in words. */
  readonly changed: readonly string[];
  /** What is wanted and was not done, in words: the pipeline cannot rely on it. */
  readonly refused: readonly string[];
  /** What is there and not wanted, in words; it is left alone. */
  readonly undeclared: readonly string[];
}
