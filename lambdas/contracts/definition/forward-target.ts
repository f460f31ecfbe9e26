import type { EventType } from '../events/event-type.ts';
import type { BrokerKind } from './broker-kind.ts';
import type { BrokerParts } from './broker-parts.ts';
import type { KafkaTopicDefinition } from './kafka-topic.ts';
import type { NatsStreamDefinition } from './nats-stream.ts';
import type { RabbitExchangeDefinition } from './rabbit-exchange.ts';
import type { RedisStreamDefinition } from './redis-stream.ts';

/** What a consumer forwards to. */
export type ForwardTarget =
  | { readonly kind: 'kafka'; readonly name: string; readonly target: KafkaTopicDefinition }
  | { readonly kind: 'redis'; readonly name: string; readonly target: RedisStreamDefinition }
  | { readonly kind: 'rabbitmq'; readonly name: string; readonly target: RabbitExchangeDefinition }
  | { readonly kind: 'nats'; readonly name: string; readonly target: NatsStreamDefinition };

/** The topic, stream or exchange of that name; undefined when the pipeline has none. */
export function forwardTarget(parts: BrokerParts, name: string): ForwardTarget | undefined {
  return forwardTargets(parts).find((one) => one.name === name);
}

/** Everything that can be forwarded to. */
export function forwardTargets({ kafka, redis, rabbitmq, nats }: BrokerParts): readonly ForwardTarget[] {
  return [
    ...named('kafka', kafka),
    ...named('redis', redis),
    ...named('rabbitmq', rabbitmq?.exchanges),
    ...named('nats', nats),
  ];
}

/** What a target carries, by the name of the type. */
export function carriedBy({ target }: ForwardTarget): ReadonlyMap<string, EventType> {
  return new Map(target.carries.map((type) => [type.name, type]));
}

/** Whether somebody else fills a target; the pipeline's own exchanges nobody else does. */
export function isFilledByOthers({ target }: ForwardTarget): boolean {
  return 'filledBy' in target && target.filledBy === 'others';
}

function named<Kind extends BrokerKind, Target>(
  kind: Kind,
  parts: Readonly<Record<string, Target>> = {},
): readonly { readonly kind: Kind; readonly name: string; readonly target: Target }[] {
  return Object.entries(parts).map(([name, target]) => ({ kind, name, target }));
}
