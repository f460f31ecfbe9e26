import type { PipelineDefinition } from './pipeline-definition.ts';

/** How often a message of a queue may be delivered. */
export interface ReceiveLimits {
  /** Deliveries after which a consumer that failed parks it. */
  readonly consumer: number;
  /**
   * Deliveries after which a consumer parks it without another try: it may be what kills the function, or may have been
   * delivered to nobody while functions were throttled.
   */
  readonly untried: number;
  /** Deliveries after which the queue itself moves it to the dead-letter queue, behind its consumer's back. */
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
 * The limits of a queue with dead letters; undefined for one without.
 *
 * Where a key keeps its order the queue must not move a message by itself, since later ones of the key would overtake
 * it unseen; it does so only as the last resort, before the message expires. `block` waits just as long.
 *
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
export function receiveLimits(
  { queues, consumers }: Pick<PipelineDefinition, 'queues' | 'consumers'>,
  name: string,
): ReceiveLimits | undefined {
  const queue = queues[name];
  if (queue?.deadLetter.kind !== 'queue') {
    return undefined;
  }
  const { maxReceiveCount } = queue.deadLetter;
  if (queue.onPoison === 'skip') {
    return { consumer: maxReceiveCount, untried: maxReceiveCount, broker: maxReceiveCount };
  }
  const reader = Object.values(consumers).find(({ source }) => source === name);
  const longestHidden = Math.max(visibilityTimeouts * (reader?.timeoutSeconds ?? 0), longestDelaySeconds);
  const affordable = Math.floor((partOfRetention * queue.retentionDays * 86_400) / longestHidden);
  const broker = Math.min(Math.max(affordable, 2 * maxReceiveCount + 1), mostReceives);
  return queue.onPoison === 'block'
    ? { consumer: broker - 1, untried: broker - 1, broker }
    : { consumer: maxReceiveCount, untried: 2 * maxReceiveCount, broker };
}
