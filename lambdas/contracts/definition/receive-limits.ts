import type { BrokerParts } from './broker-parts.ts';
import type { PipelineDefinition } from './pipeline-definition.ts';
import type { OnPoison } from './queue.ts';
import { sourceOf } from './source-of.ts';

/** How often a message of a source may be delivered. */
export interface ReceiveLimits {
  /** Deliveries after which a consumer that failed parks it. */
  readonly consumer: number;
  /**
   * Deliveries after which a consumer parks it without another try: it may be what kills the function, or may have been
   * delivered to nobody while functions were throttled.
   */
  readonly untried: number;
  /** Deliveries after which the source itself moves it to its dead letters, behind its consumer's back, where it can. */
  readonly broker: number;
}

/** Consumer timeouts for which a delivered message stays hidden. */
const visibilityTimeouts = 6;

/** Most seconds that a consumer hides a message between two deliveries. */
const longestDelaySeconds = 900;

/** Part of a message's life that it may spend in deliveries: it must have left the queue before it expires there. */
const partOfRetention = 0.75;

/** The most that SQS takes. */
const mostReceives = 1000;

/**
 * The limits of a source with dead letters; undefined for one without.
 *
 * Where a key keeps its order the source must not move a message by itself, since later ones of the key would overtake
 * it unseen; a queue does so only as the last resort, before the message expires, and Kafka never. `block` waits just as
 * long. Where messages may overtake each other, a broker moves by itself only what its consumer never came to an end with.
 *
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
export function receiveLimits(definition: LimitedParts, name: string): ReceiveLimits | undefined {
  const found = sourceOf(definition, name);
  if (found?.kind === 'rabbitmq') {
    return overtakingLimits(found.source.maxReceiveCount);
  }
  if (found?.source.deadLetter.kind !== 'queue') {
    return undefined;
  }
  const { maxReceiveCount } = found.source.deadLetter;
  if (found.kind === 'redis' || found.kind === 'nats') {
    return overtakingLimits(maxReceiveCount);
  }
  return found.source.onPoison === 'skip'
    ? { consumer: maxReceiveCount, untried: maxReceiveCount, broker: maxReceiveCount }
    : orderedLimits(definition, { ...found.source, name, maxReceiveCount });
}

type LimitedParts = Pick<PipelineDefinition, 'queues' | 'consumers'> & BrokerParts;

function overtakingLimits(maxReceiveCount: number): ReceiveLimits {
  return { consumer: maxReceiveCount, untried: 2 * maxReceiveCount, broker: 2 * maxReceiveCount };
}

interface OrderedSource {
  readonly name: string;
  readonly maxReceiveCount: number;
  readonly retentionDays: number;
  readonly onPoison: OnPoison;
}

function orderedLimits({ consumers }: LimitedParts, source: OrderedSource): ReceiveLimits {
  const { name, maxReceiveCount, retentionDays, onPoison } = source;
  const reader = Object.values(consumers).find((one) => one.source === name);
  const longestHidden = Math.max(visibilityTimeouts * (reader?.timeoutSeconds ?? 0), longestDelaySeconds);
  const affordable = Math.floor((partOfRetention * retentionDays * 86_400) / longestHidden);
  const broker = Math.min(Math.max(affordable, 2 * maxReceiveCount + 1), mostReceives);
  return onPoison === 'block'
    ? { consumer: broker - 1, untried: broker - 1, broker }
    : { consumer: maxReceiveCount, untried: 2 * maxReceiveCount, broker };
}
