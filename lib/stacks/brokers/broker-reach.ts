import { brokerKinds } from '../../../lambdas/contracts/definition/broker-kind.ts';
import type { BrokerSettings } from '../../config/broker-settings.ts';
import type { BrokerClient, Reach } from './broker-client.ts';
import type { BrokerUses, KafkaUse, RedisUse } from './broker-uses.ts';
import type { MadeBrokers } from './made-brokers.ts';
import { reachKafkaAt, reachMsk } from './reach-kafka.ts';
import { reachNatsAt } from './reach-nats.ts';
import { reachAmazonMq, reachRabbitAt } from './reach-rabbit.ts';
import { reachCache, reachRedisAt } from './reach-redis.ts';

/** How clients reach the brokers of an environment. */
export interface BrokerReach {
  /** What a client has to know of the brokers it uses, and of no other. */
  variables(name: string, uses: BrokerUses): Readonly<Record<string, string>>;
  /** Lets a client do at each broker what it is there for, and nothing else. */
  admit(client: BrokerClient, of: { readonly name: string; readonly uses: BrokerUses }): void;
}

/** How clients reach brokers that are there, and those that are made here. */
export function brokerReach(settings: BrokerSettings, made: MadeBrokers = {}): BrokerReach {
  const reaches = reachesOf(settings, made);
  return {
    variables: (name, uses) => {
      const asked = brokerKinds.filter((kind) => uses[kind] !== undefined);
      return Object.fromEntries(asked.flatMap((kind) => Object.entries(reaches[kind]?.variables(name) ?? {})));
    },
    admit: (client, { name, uses }) => {
      const admit = <Use>(reach: Reach<Use> | undefined, use: Use | undefined): void => {
        if (use !== undefined) {
          reach?.admit(client, { name, use });
        }
      };
      admit(reaches.kafka, uses.kafka);
      admit(reaches.redis, uses.redis);
      admit(reaches.rabbitmq, uses.rabbitmq);
      admit(reaches.nats, uses.nats);
    },
  };
}

interface Reaches {
  readonly kafka: Reach<KafkaUse> | undefined;
  readonly redis: Reach<RedisUse> | undefined;
  readonly rabbitmq: Reach<object> | undefined;
  readonly nats: Reach<object> | undefined;
}

function reachesOf({ kafka, redis, rabbitmq, nats }: BrokerSettings, made: MadeBrokers): Reaches {
  return {
    kafka: kafka.kind === 'at' ? reachKafkaAt(kafka) : made.kafka && reachMsk(made.kafka),
    redis: redis.kind === 'at' ? reachRedisAt(redis) : made.redis && reachCache(made.redis),
    rabbitmq: rabbitmq.kind === 'at' ? reachRabbitAt(rabbitmq) : made.rabbitmq && reachAmazonMq(made.rabbitmq),
    nats: nats.kind === 'at' ? reachNatsAt(nats) : undefined,
  };
}
