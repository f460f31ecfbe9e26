import type { Clock } from '../../core/ports/clock.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import type { RabbitConnection } from './rabbit-connection.ts';

/** What `createRabbitSource` uses when nothing else is said. */
export const rabbitSourceDefaults = {
  prefetch: 100,
  batchSize: 10,
  pauseSeconds: 1,
  longestHoldSeconds: 1200,
} as const;

/** What a source on RabbitMQ works with. */
export interface RabbitSourceDependencies {
  readonly connection: Pick<RabbitConnection, 'channel'>;
  readonly queue: string;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** Resolves after so many milliseconds, or when `signal` aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Records come in groups by their key; the queue must have a single active consumer then. @default false */
  readonly ordered?: boolean;
  /** Messages held unsettled, those that wait to be tried again among them. @default 100 */
  readonly prefetch?: number;
  /** Records of one batch. @default 10 */
  readonly batchSize?: number;
  /** Seconds until a failed record is tried again when no delay was asked for. @default 1 */
  readonly pauseSeconds?: number;
  /**
   * Seconds for which a message is kept here at most; must stay below the broker's acknowledgement timeout (30 minutes),
   * which closes the channel. One that would have to be kept for longer goes back to the queue. @default 1200
   */
  readonly longestHoldSeconds?: number;
  /**
   * Deliveries after which a record that fails is rejected, which moves it to the dead-letter exchange of its queue.
   * @default never: the consumer parks it
   */
  readonly rejectAfter?: number;
}
