import type { LambdaRabbitMessage } from './lambda-rabbit-message.ts';

/** Which queue of which broker messages come from, as their function is told. */
export interface RabbitEventSource {
  readonly eventSourceArn: string;
  readonly queue: string;
  /** @default '/' */
  readonly virtualHost?: string;
}

/** What a function behind a RabbitMQ mapping is invoked with. */
export interface RabbitEvent {
  readonly eventSource: 'aws:rmq';
  readonly eventSourceArn: string;
  /** By queue, two colons and virtual host; in the order in which they came. */
  readonly rmqMessagesByQueue: Readonly<Record<string, readonly LambdaRabbitMessage[]>>;
}

/**
 * Makes the event of some messages of a queue.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html
 */
export function rabbitEvent(
  { eventSourceArn, queue, virtualHost = '/' }: RabbitEventSource,
  messages: readonly LambdaRabbitMessage[],
): RabbitEvent {
  return {
    eventSource: 'aws:rmq',
    eventSourceArn,
    rmqMessagesByQueue: { [`${queue}::${virtualHost}`]: messages },
  };
}
