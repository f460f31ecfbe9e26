/** A quorum queue of RabbitMQ: what it takes from an exchange, and where its failures go. */
export interface RabbitQueueDefinition {
  /** Its name at the broker. */
  readonly queue: string;
  /** The exchange it is bound to, by its name in the definition. */
  readonly exchange: string;
  readonly bindings: readonly string[];
  readonly ttlSeconds: number | undefined;
  readonly maxLength: number | undefined;
  readonly maxReceiveCount: number;
  readonly deadLetters: string;
  readonly keepsOrder: boolean;
}

/** What describes a queue of RabbitMQ. */
export interface RabbitQueueOptions {
  /** The exchange it is bound to, by its name in the definition. */
  readonly exchange: string;
  /** Patterns of routing keys, `order.*`: a star is one word, a hash any number of them. */
  readonly bindings: readonly string[];
  /** Seconds after which a message that nobody took goes to the dead letters. @default never */
  readonly ttlSeconds?: number;
  /** Messages that fit in; publishers of more are told so. @default no limit */
  readonly maxLength?: number;
  /** Deliveries before a message goes to the dead letters, 1 to 100. @default 5 */
  readonly maxReceiveCount?: number;
  /** Where failures go, by the name of the dead letters in the definition. */
  readonly deadLetters: string;
  /** One worker at a time reads it, the others stand by. @default false */
  readonly keepsOrder?: boolean;
}

/** Declares a queue of RabbitMQ, by its name at the broker. */
export function rabbitQueue(queue: string, options: RabbitQueueOptions): RabbitQueueDefinition {
  const { exchange, bindings, ttlSeconds, maxLength, deadLetters } = options;
  const { maxReceiveCount = 5, keepsOrder = false } = options;
  return { queue, exchange, bindings, ttlSeconds, maxLength, maxReceiveCount, deadLetters, keepsOrder };
}
