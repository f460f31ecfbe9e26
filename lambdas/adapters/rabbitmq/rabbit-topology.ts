/** An exchange; durable. */
export interface RabbitExchange {
  readonly name: string;
  readonly type: 'direct' | 'fanout' | 'headers' | 'topic';
}

/** An exchange with the routing key by which messages come from it or go to it. */
export interface RabbitRoute {
  readonly exchange: string;
  readonly routingKey: string;
}

/** A durable queue. */
export interface RabbitQueue {
  readonly name: string;
  /** Quorum queues are replicated and count deliveries. @default quorum */
  readonly type?: 'quorum' | 'classic';
  /** Deliveries after the first one before the queue gives a message up; quorum only. @default 20 */
  readonly deliveryLimit?: number;
  /** Where rejected, expired and given up messages go. @default they are dropped */
  readonly deadLetter?: RabbitRoute;
  /** Seconds after which a message that nobody took is given up. @default never */
  readonly messageTtlSeconds?: number;
  /** Messages that fit in. @default no limit */
  readonly maxLength?: number;
  /**
   * What happens to a message for which there is no room: `reject-publish` tells its publisher, `drop-head` gives up
   * the oldest one. @default reject-publish
   */
  readonly overflow?: 'reject-publish' | 'drop-head';
  /** One consumer at a time reads it, the others wait; keeps the order of its messages. @default false */
  readonly singleActiveConsumer?: boolean;
  /** @default none: the default exchange reaches it by its name */
  readonly bindings?: readonly RabbitRoute[];
}

/** Everything that a pipeline needs at a broker. */
export interface RabbitTopology {
  readonly exchanges: readonly RabbitExchange[];
  readonly queues: readonly RabbitQueue[];
}

/** Deliveries after the first one when nothing else is said; brokers before version 4 have no limit of their own. */
export const defaultDeliveryLimit = 20;

/**
 * The arguments with which a queue is declared.
 *
 * A quorum queue whose publishers are told of overflow keeps a dead letter until its dead-letter queue has it; other
 * queues send it once and forget it.
 *
 * Source: https://www.rabbitmq.com/docs/quorum-queues#dead-lettering
 */
export function queueArguments(queue: RabbitQueue): Readonly<Record<string, string | number | boolean>> {
  const { messageTtlSeconds, maxLength, singleActiveConsumer = false } = queue;
  return withoutNothing({
    'x-queue-type': queue.type ?? 'quorum',
    'x-delivery-limit': isQuorum(queue) && (queue.deliveryLimit ?? defaultDeliveryLimit),
    ...deadLetterArguments(queue),
    'x-message-ttl': messageTtlSeconds !== undefined && messageTtlSeconds * 1000,
    'x-max-length': maxLength,
    'x-overflow': overflowOf(queue),
    'x-single-active-consumer': singleActiveConsumer,
  });
}

function deadLetterArguments(queue: RabbitQueue): Readonly<Record<string, string | false>> {
  const { deadLetter } = queue;
  return deadLetter === undefined
    ? {}
    : {
        'x-dead-letter-exchange': deadLetter.exchange,
        'x-dead-letter-routing-key': deadLetter.routingKey,
        'x-dead-letter-strategy': isQuorum(queue) && overflowOf(queue) === 'reject-publish' && 'at-least-once',
      };
}

function isQuorum({ type }: RabbitQueue): boolean {
  return type !== 'classic';
}

function overflowOf({ overflow = 'reject-publish' }: RabbitQueue): string {
  return overflow;
}

function withoutNothing<Value>(record: Readonly<Record<string, Value | undefined | false>>): Record<string, Value> {
  const kept: Record<string, Value> = {};
  for (const [name, value] of Object.entries(record)) {
    if (value !== undefined && value !== false) {
      kept[name] = value;
    }
  }
  return kept;
}
