/** A queue of RabbitMQ that keeps what could not be handled, behind an exchange. */
export interface RabbitDeadLettersDefinition {
  /** Its name at the broker. */
  readonly queue: string;
  /** The exchange it is bound to, by its name in the definition. */
  readonly exchange: string;
  readonly routingKey: string;
}

/** What describes a queue of dead letters. */
export interface RabbitDeadLettersOptions {
  /** A direct exchange, by its name in the definition. */
  readonly exchange: string;
  /** @default 'failed' */
  readonly routingKey?: string;
}

/** Declares a queue of dead letters, by its name at the broker. */
export function rabbitDeadLetters(
  queue: string,
  { exchange, routingKey = 'failed' }: RabbitDeadLettersOptions,
): RabbitDeadLettersDefinition {
  return { queue, exchange, routingKey };
}
