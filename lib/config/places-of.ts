import type { BrokerSettings } from './broker-settings.ts';

/** A broker that is there: where, what its addresses look like, and what keeps its login. */
export interface Place {
  readonly kind: 'kafka' | 'redis' | 'rabbitmq' | 'nats';
  readonly addresses: readonly string[];
  readonly form: RegExp;
  /** The form, for people. */
  readonly like: string;
  readonly secretArn: string | undefined;
}

/** The brokers of an environment that are there before it. */
export function placesOf({ kafka, redis, rabbitmq, nats }: BrokerSettings): readonly Place[] {
  return [
    ...(kafka.kind === 'at' ? [{ ...forms.kafka, addresses: kafka.brokers, secretArn: kafka.secretArn }] : []),
    ...(redis.kind === 'at' ? [{ ...forms.redis, addresses: redis.urls, secretArn: redis.secretArn }] : []),
    ...(rabbitmq.kind === 'at' ? [{ ...forms.rabbitmq, addresses: rabbitmq.urls, secretArn: rabbitmq.secretArn }] : []),
    ...(nats.kind === 'at' ? [{ ...forms.nats, addresses: nats.servers, secretArn: nats.secretArn }] : []),
  ];
}

const forms = {
  kafka: { kind: 'kafka', form: /^[^\s:@/,]+:\d{1,5}$/, like: 'host:port' },
  redis: { kind: 'redis', form: /^rediss?:\/\/[^\s:@/,]+:\d{1,5}$/, like: 'rediss://host:port' },
  rabbitmq: { kind: 'rabbitmq', form: /^amqps?:\/\/[^\s:@/,]+:\d{1,5}(?:\/[^\s@]*)?$/, like: 'amqps://host:port' },
  nats: { kind: 'nats', form: /^(?:nats|tls):\/\/[^\s:@/,]+:\d{1,5}$/, like: 'tls://host:port' },
} as const;
