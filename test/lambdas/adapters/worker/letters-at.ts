import { jetstream } from '@nats-io/jetstream';
import { kafkaFromEnvironment } from '../../../../lambdas/adapters/connections/kafka-from-environment.ts';
import { natsFromEnvironment } from '../../../../lambdas/adapters/connections/nats-from-environment.ts';
import { rabbitFromEnvironment } from '../../../../lambdas/adapters/connections/rabbit-from-environment.ts';
import { redisFromEnvironment } from '../../../../lambdas/adapters/connections/redis-from-environment.ts';
import { createKafkaDeadLetters } from '../../../../lambdas/adapters/kafka/kafka-dead-letters.ts';
import { createKafkaOperations } from '../../../../lambdas/adapters/kafka/operations/kafka-operations.ts';
import { connectNats } from '../../../../lambdas/adapters/nats/connect-nats.ts';
import { createNatsDeadLetters } from '../../../../lambdas/adapters/nats/nats-dead-letters.ts';
import { connectRabbit } from '../../../../lambdas/adapters/rabbitmq/rabbit-connection.ts';
import { createRabbitDeadLetters } from '../../../../lambdas/adapters/rabbitmq/rabbit-dead-letters.ts';
import { connectRedis } from '../../../../lambdas/adapters/redis/connect-redis.ts';
import { createRedisDeadLetters } from '../../../../lambdas/adapters/redis/redis-dead-letters.ts';
import { abortableSleep } from '../../../../lambdas/adapters/system/abortable-sleep.ts';
import { sleep } from '../../../../lambdas/adapters/system/sleep.ts';
import { systemClock as clock } from '../../../../lambdas/adapters/system/system-clock.ts';
import { systemTimers as timers } from '../../../../lambdas/adapters/system/system-timers.ts';
import { silentTelemetry as telemetry } from '../../../../lambdas/adapters/telemetry/silent-telemetry.ts';
import { deadLetterConsumer } from '../../../../lambdas/adapters/topology/nats-topology-of.ts';
import { reconcileBrokers } from '../../../../lambdas/adapters/topology/reconcile-brokers.ts';
import type { BrokerKind } from '../../../../lambdas/contracts/definition/broker-kind.ts';
import { deadLetterTopicOf } from '../../../../lambdas/contracts/definition/kafka-topic.ts';
import { deadLetterStreamOf } from '../../../../lambdas/contracts/definition/nats-stream.ts';
import type { DeadLetterQueue } from '../../../../lambdas/core/ports/dead-letter-queue.ts';
import { brokerOf, movedPipeline } from './moved-pipeline.ts';

/** The dead letters of the reader, at a broker that has all that its pipeline needs. */
export interface LettersAt {
  readonly letters: DeadLetterQueue;
  close(): Promise<void>;
}

/** Makes at a broker what the pipeline needs, and opens the reader's dead letters. */
export const lettersAt: Readonly<
  Record<BrokerKind, (environment: { readonly variables: Readonly<Record<string, string>> }) => Promise<LettersAt>>
> = {
  kafka: async (environment) => {
    const connection = await kafkaFromEnvironment('test', environment);
    const kafka = createKafkaOperations(connection);
    await reconcileBrokers(movedPipeline('kafka'), { kafka });
    await kafka.close();
    const deadLetterTopic = deadLetterTopicOf(brokerOf.kafka.kafka.notes);
    return closing(
      createKafkaDeadLetters({ connection, deadLetterTopic, groupId: 'letters', clock, timers, sleep, telemetry }),
    );
  },
  redis: async (environment) => {
    const redis = await connectRedis({ ...(await redisFromEnvironment(environment)), telemetry });
    await reconcileBrokers(movedPipeline('redis'), { redis });
    const letters = createRedisDeadLetters({ redis, stream: brokerOf.redis.redis.notes.stream });
    return {
      letters,
      close: () => {
        redis.close();
        return Promise.resolve();
      },
    };
  },
  rabbitmq: async (environment) => {
    const connection = await connectRabbit({ ...(await rabbitFromEnvironment(environment)), telemetry });
    await reconcileBrokers(movedPipeline('rabbitmq'), { rabbitmq: connection });
    const { queue } = brokerOf.rabbitmq.rabbitmq.deadLetters.failed;
    return { letters: createRabbitDeadLetters({ connection, queue, clock }), close: () => connection.close() };
  },
  nats: async (environment) => {
    const settings = await natsFromEnvironment(environment);
    const connection = await connectNats({ ...settings, telemetry, sleep: abortableSleep });
    await reconcileBrokers(movedPipeline('nats'), { nats: connection });
    const stream = deadLetterStreamOf(brokerOf.nats.nats.notes);
    const client = jetstream(connection);
    const letters = createNatsDeadLetters({ client, connection, stream, consumer: deadLetterConsumer });
    return { letters, close: () => connection.close() };
  },
};

function closing(letters: DeadLetterQueue & { close(): Promise<void> }): LettersAt {
  return { letters, close: () => letters.close() };
}
