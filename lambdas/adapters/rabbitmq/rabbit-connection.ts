import { type Channel, type ConfirmChannel, type RecoveringChannelModel, connect } from 'amqplib';
import { PipelineError } from '../../contracts/errors/pipeline-error.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { refusal } from './refusal.ts';

/** A connection that mends itself; whoever has a channel of it opens another when that one closes. */
export interface RabbitConnection {
  /** Waits until there is a connection. */
  channel(): Promise<Channel>;
  /** A channel on which the broker confirms what it took; waits until there is a connection. */
  confirmChannel(): Promise<ConfirmChannel>;
  /** Closes it with its channels: what they had not acknowledged goes back. Safe to call twice. */
  close(): Promise<void>;
}

/** How a broker is reached. */
export interface RabbitConnectionOptions {
  /** `amqp://` or `amqps://` with user and password. */
  readonly url: string;
  readonly telemetry: Telemetry;
  /** Seconds after which a silent connection counts as broken. @default 10 */
  readonly heartbeatSeconds?: number;
  /** Most milliseconds between two tries to connect. @default 5000 */
  readonly mostRetryMilliseconds?: number;
}

/**
 * Connects to RabbitMQ, waiting for it as long as it takes, and connects again whenever the connection breaks.
 *
 * @throws PipelineError `source-unavailable` when the broker refuses the login or the virtual host.
 */
export async function connectRabbit(options: RabbitConnectionOptions): Promise<RabbitConnection> {
  const { telemetry, mostRetryMilliseconds: maxDelay = 5000 } = options;
  const model = await connect(withHeartbeat(options), { recovery: { maxDelay, waitForConnect: false } });
  model.on('disconnect', (cause) => {
    telemetry.warn('connection to RabbitMQ lost', { cause: cause.message });
  });
  // What closes a connection comes as `disconnect` too; without a listener it would end the process.
  model.on('error', () => undefined);
  await firstConnection(model);
  return {
    channel: () => model.createChannel(),
    confirmChannel: () => model.createConfirmChannel(),
    close: () => model.close(),
  };
}

function withHeartbeat({ url, heartbeatSeconds = 10 }: RabbitConnectionOptions): string {
  const parsed = new URL(url);
  parsed.searchParams.set('heartbeat', String(heartbeatSeconds));
  return parsed.href;
}

/** A refusal is not tried again, because many tries in a row would lock the user out. */
async function firstConnection(model: RecoveringChannelModel): Promise<void> {
  let refused: Error | undefined;
  const judge = (cause: Error): void => {
    if (refusal(cause) !== undefined) {
      refused = cause;
      void model.close();
    }
  };
  model.on('connect-failed', judge);
  try {
    await model.waitForConnect();
  } catch (cause) {
    throw new PipelineError(`RabbitMQ must accept the connection, got ${refused?.message ?? 'none'}`, {
      code: 'source-unavailable',
      cause: refused ?? cause,
    });
  }
  model.removeListener('connect-failed', judge);
}
