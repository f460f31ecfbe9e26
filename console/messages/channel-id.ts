import type { BrokerKind } from '../../lambdas/contracts/definition/broker-kind.ts';
import type { ConsumerSource } from '../../lambdas/contracts/definition/source-of.ts';

/** What a channel is: of RabbitMQ itself, an exchange. */
export type ChannelKind = 'topic' | 'queue' | BrokerKind | 'rabbitmq-queue' | 'rabbitmq-call';

/** The id of a channel: things of different kinds may have one name. */
export function channelId(kind: ChannelKind, name: string): string {
  return `${kind}.${name}`;
}

/** The channel that a consumer reads. */
export function sourceChannelId({ kind, name }: Pick<ConsumerSource, 'kind' | 'name'>): string {
  return channelId(kind === 'rabbitmq' ? 'rabbitmq-queue' : kind, name);
}
