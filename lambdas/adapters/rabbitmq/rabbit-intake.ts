import type { Channel, ConsumeMessage } from 'amqplib';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import type { RabbitConnection } from './rabbit-connection.ts';
import { refusal } from './refusal.ts';

/** What takes messages out of a queue works with. */
export interface RabbitIntakeDependencies {
  readonly connection: Pick<RabbitConnection, 'channel'>;
  readonly queue: string;
  /** Messages that may be here unsettled. */
  readonly prefetch: number;
  readonly telemetry: Telemetry;
  readonly deliver: (message: ConsumeMessage, channel: Channel) => void;
  /** The channel is gone, and with it the right to settle what came on it. */
  readonly lost: () => void;
}

/** The channel on which messages come. */
export interface RabbitIntake {
  /**
   * Opens a channel unless one is open, waiting for a connection.
   *
   * @throws PipelineError `source-unavailable` when the queue is not there or may not be read.
   */
  open(): Promise<void>;
  /** Whether messages come now. */
  isOpen(): boolean;
  /** Does something on the channel that a message came on; nothing when that one is gone. */
  on(channel: Channel, act: (channel: Channel) => void): void;
  /** Closes the channel: what came on it and was not settled goes back, in its order. */
  giveBackAll(): Promise<void>;
  /** Gives everything back and opens no more. */
  close(): Promise<void>;
}

/** Makes an intake, not open yet. */
export function createRabbitIntake(dependencies: RabbitIntakeDependencies): RabbitIntake {
  const state: State = { current: undefined, opening: undefined, closed: false };
  const giveBackAll = async (): Promise<void> => {
    const channel = state.current;
    state.current = undefined;
    dependencies.lost();
    await channel?.close().catch(() => undefined);
  };
  return {
    open: async () => {
      if (state.current === undefined || state.opening !== undefined) {
        state.opening ??= start(state, dependencies).finally(() => {
          state.opening = undefined;
        });
        await state.opening;
      }
    },
    isOpen: () => state.current !== undefined && state.opening === undefined,
    on: (channel, act) => {
      if (channel === state.current) {
        act(channel);
      }
    },
    giveBackAll,
    close: () => {
      state.closed = true;
      return giveBackAll();
    },
  };
}

interface State {
  current: Channel | undefined;
  opening: Promise<void> | undefined;
  closed: boolean;
}

async function start(state: State, dependencies: RabbitIntakeDependencies): Promise<void> {
  const { connection, queue, telemetry, lost } = dependencies;
  try {
    const channel = await connection.channel();
    // An error of a channel is followed by its end, which is what counts.
    channel.on('error', (cause) => {
      telemetry.warn('channel to RabbitMQ lost', { queue, cause: cause.message });
    });
    if (state.closed) {
      await channel.close();
      return;
    }
    channel.on('close', () => {
      if (state.current === channel) {
        state.current = undefined;
        lost();
      }
    });
    state.current = channel;
    await consume(channel, dependencies);
  } catch (error) {
    throwLasting(error, queue);
  }
}

async function consume(channel: Channel, { queue, prefetch, deliver }: RabbitIntakeDependencies): Promise<void> {
  await channel.prefetch(prefetch);
  await channel.consume(queue, (message) => {
    if (message === null) {
      // The queue was deleted or moved to another node: a new channel tells which of both.
      void channel.close().catch(() => undefined);
      return;
    }
    deliver(message, channel);
  });
}

/** What a lost connection did is mended by the next try. */
function throwLasting(error: unknown, queue: string): void {
  const why = refusal(error);
  if (why !== undefined) {
    throw new PipelineError(`queue "${queue}" must be there and readable, got ${why}`, {
      code: 'source-unavailable',
      cause: error,
    });
  }
}
