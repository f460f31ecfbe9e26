import type { EventType } from '../events/event-type.ts';

/** An exchange of RabbitMQ; a message's routing key is its type. */
export interface RabbitExchangeDefinition {
  /** Its name at the broker. */
  readonly exchange: string;
  readonly type: 'topic' | 'direct' | 'fanout';
  readonly carries: readonly EventType[];
}

/** What describes an exchange. */
export interface RabbitExchangeOptions {
  /** `fanout` copies everything to whoever listens at the moment: for live feeds, never for commands. @default 'topic' */
  readonly type?: 'topic' | 'direct' | 'fanout';
  /** @default none: only the broker itself publishes there, as it does with dead letters */
  readonly carries?: readonly EventType[];
}

/** Declares an exchange, by its name at the broker. */
export function rabbitExchange(exchange: string, options: RabbitExchangeOptions = {}): RabbitExchangeDefinition {
  const { type = 'topic', carries = [] } = options;
  return { exchange, type, carries };
}
