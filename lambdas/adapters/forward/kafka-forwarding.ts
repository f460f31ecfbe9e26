import { carriedBy } from '../../contracts/definition/forward-target.ts';
import { publisherOfTargets } from '../../core/forward/publisher-of-targets.ts';
import { kafkaFromEnvironment } from '../connections/kafka-from-environment.ts';
import type { KafkaConnection } from '../kafka/kafka-connection.ts';
import { createKafkaPublisher } from '../kafka/kafka-publisher.ts';
import type { KafkaSend } from '../kafka/kafka-send.ts';
import { createJitteredBackoff } from '../system/jittered-backoff.ts';
import { sleep } from '../system/sleep.ts';
import { systemClock } from '../system/system-clock.ts';
import type { Forwarding } from './forwarding.ts';

/** Forwarding to topics of Kafka through a client: the one for functions, or the one for workers. */
export function kafkaForwarding(
  createSend: (options: { readonly connection: KafkaConnection }) => KafkaSend,
): Forwarding<'kafka'> {
  return {
    kind: 'kafka',
    open: async ({ clientId, targets, environment, seconds }) => {
      const send = createSend({ connection: await kafkaFromEnvironment(clientId, environment) });
      const backoff = createJitteredBackoff({ sleep, random: Math.random });
      const publishers = targets.map((target) => {
        const destinationOf = (): string => target.target.topic;
        const delivery = { clock: systemClock, backoff, deliveryMs: seconds * 1000 };
        return { carried: carriedBy(target), publisher: createKafkaPublisher({ send, destinationOf, ...delivery }) };
      });
      return {
        publisher: publisherOfTargets(
          publishers.map(({ carried, publisher }) => ({ publisher, carries: (type) => carried.has(type) })),
        ),
        close: async () => {
          await Promise.all(publishers.map(({ publisher }) => publisher.flush()));
          await send.close();
        },
      };
    },
  };
}
