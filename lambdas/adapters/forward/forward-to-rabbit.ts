import { carriedBy } from '../../contracts/definition/forward-target.ts';
import { publisherOfTargets } from '../../core/forward/publisher-of-targets.ts';
import { rabbitFromEnvironment } from '../connections/rabbit-from-environment.ts';
import { connectRabbit } from '../rabbitmq/rabbit-connection.ts';
import { createRabbitPublisher } from '../rabbitmq/rabbit-publisher.ts';
import { abortableSleep } from '../system/abortable-sleep.ts';
import { systemClock } from '../system/system-clock.ts';
import type { Forwarding } from './forwarding.ts';

/** Forwarding to exchanges of RabbitMQ by the types of messages; what no queue takes fails, but at a fanout exchange. */
export const forwardToRabbit: Forwarding<'rabbitmq'> = {
  kind: 'rabbitmq',
  open: async ({ targets, environment, telemetry, seconds: giveUpSeconds }) => {
    const connection = await connectRabbit({ ...(await rabbitFromEnvironment(environment)), telemetry });
    const publishers = targets.map((target) => {
      const { exchange, type } = target.target;
      const carried = carriedBy(target);
      const publisher = createRabbitPublisher({
        ...{ connection, exchange, giveUpSeconds, clock: systemClock, sleep: abortableSleep },
        destinationOf: (message) => message.type,
        mandatory: type !== 'fanout',
      });
      return { publisher, carries: (name: string) => carried.has(name) };
    });
    return {
      publisher: publisherOfTargets(publishers),
      close: async () => {
        await Promise.all(publishers.map(({ publisher }) => publisher.close()));
        await connection.close();
      },
    };
  },
};
