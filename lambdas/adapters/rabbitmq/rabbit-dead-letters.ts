import type { Channel, GetMessage } from 'amqplib';
import type { Clock } from '../../core/ports/clock.ts';
import type { DeadLetterQueue, FoundDeadLetter } from '../../core/ports/dead-letter-queue.ts';
import { foundLetter } from './found-letter.ts';
import type { RabbitConnection } from './rabbit-connection.ts';

/** What collecting dead letters works with. */
export interface RabbitDeadLettersDependencies {
  readonly connection: Pick<RabbitConnection, 'channel'>;
  /** The queue of dead letters. */
  readonly queue: string;
  readonly clock: Clock;
  /** Seconds for which what was taken stays hidden. @default 60 */
  readonly visibilitySeconds?: number;
  /** Letters of one receive. @default 10 */
  readonly mostLetters?: number;
}

/** Dead letters in a queue of RabbitMQ. */
export interface RabbitDeadLetters extends DeadLetterQueue {
  /** Gives back what was taken and not deleted. */
  close(): Promise<void>;
}

interface Taken {
  readonly channel: Channel;
  readonly message: GetMessage;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

interface State {
  channel: Channel | undefined;
  received: number;
  readonly taken: Map<string, Taken>;
}

/**
 * Makes the dead letters of a queue, as they are collected: both what consumers parked and what queues gave up.
 *
 * What is not deleted in time is given back by the next `receive`, or when the connection ends.
 */
export function createRabbitDeadLetters(dependencies: RabbitDeadLettersDependencies): RabbitDeadLetters {
  const state: State = { channel: undefined, received: 0, taken: new Map() };
  return {
    receive: () => receive(dependencies, state),
    delete: ({ receipt }) => {
      const found = state.taken.get(receipt);
      state.taken.delete(receipt);
      found?.channel.ack(found.message);
      return Promise.resolve();
    },
    close: async () => {
      await state.channel?.close().catch(() => undefined);
    },
  };
}

async function receive(
  { connection, queue, clock, visibilitySeconds = 60, mostLetters = 10 }: RabbitDeadLettersDependencies,
  state: State,
): Promise<readonly FoundDeadLetter[]> {
  const channel = (state.channel ??= await openChannel(connection, state));
  giveBack(state.taken, clock.now());
  const until = clock.now() + visibilitySeconds * 1000;
  const letters: FoundDeadLetter[] = [];
  while (letters.length < mostLetters) {
    const message = await channel.get(queue);
    if (message === false) {
      break;
    }
    state.received += 1;
    const receipt = String(state.received);
    state.taken.set(receipt, { channel, message, until });
    letters.push(foundLetter(message, receipt));
  }
  return letters;
}

async function openChannel(connection: Pick<RabbitConnection, 'channel'>, state: State): Promise<Channel> {
  const channel = await connection.channel();
  channel.on('error', () => undefined);
  channel.on('close', () => {
    state.taken.clear();
    state.channel = undefined;
  });
  return channel;
}

function giveBack(taken: Map<string, Taken>, now: number): void {
  for (const [receipt, { channel, message, until }] of taken) {
    if (until <= now) {
      channel.nack(message, false, true);
      taken.delete(receipt);
    }
  }
}
