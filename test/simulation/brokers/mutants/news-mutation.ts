import type { DeadLetterLines } from '../../../../lambdas/core/dead-letter/dead-letter-lines.ts';
import type { EmbeddedBrokerPorts } from '../../../../localstack/embedded/embedded-broker-consumers.ts';
import type { StageMutation } from '../../mutants/stage-mutation.ts';

/** Replaces one part of what is told over brokers by a broken one. */
export interface NewsMutation extends StageMutation {
  /** What the consumers work with. */
  readonly ports?: (ports: EmbeddedBrokerPorts) => EmbeddedBrokerPorts;
  /** The dead letters as a reader of Kafka sees them. */
  readonly lines?: (lines: DeadLetterLines) => DeadLetterLines;
}
