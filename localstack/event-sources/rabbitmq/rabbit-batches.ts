import type { Channel, ConsumeMessage } from 'amqplib';
import type { RabbitIntake } from '../../../lambdas/adapters/rabbitmq/rabbit-intake.ts';

/** A message with the channel on which alone it can be settled. */
export interface TakenMessage {
  readonly message: ConsumeMessage;
  readonly channel: Channel;
}

/** Messages that came and are not settled. */
export interface RabbitBatches {
  add(message: ConsumeMessage, channel: Channel): void;
  /** Forgets everything: what came on a lost channel comes again. */
  clear(): void;
  /** At most so many, oldest first; they count as held until `settle`. */
  take(most: number): readonly TakenMessage[];
  /** Acknowledges messages for good, or gives them all back to the queue. */
  settle(messages: readonly TakenMessage[], how: 'ack' | 'requeue'): void;
  waiting(): number;
  /** Waiting ones and those that are out. */
  held(): number;
}

/** Creates batches without a message; what is settled goes to `intake`, which knows whether its channel still lives. */
export function createRabbitBatches(intake: () => Pick<RabbitIntake, 'on'>): RabbitBatches {
  let waiting: TakenMessage[] = [];
  let out = 0;
  return {
    add: (message, channel) => {
      waiting.push({ message, channel });
    },
    clear: () => {
      waiting = [];
    },
    take: (most) => {
      const taken = waiting.splice(0, most);
      out += taken.length;
      return taken;
    },
    settle: (messages, how) => {
      out -= messages.length;
      // Last first, for what goes back last comes first again.
      for (const { message, channel } of how === 'ack' ? messages : messages.toReversed()) {
        intake().on(channel, (open) => {
          if (how === 'ack') {
            open.ack(message);
          } else {
            open.nack(message, false, true);
          }
        });
      }
    },
    waiting: () => waiting.length,
    held: () => waiting.length + out,
  };
}
