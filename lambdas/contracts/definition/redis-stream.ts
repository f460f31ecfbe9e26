import type { EventType } from '../events/event-type.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { FilledBy } from './filled-by.ts';

/** A stream of Redis or Valkey, read by consumer groups. */
export interface RedisStreamDefinition {
  /** Its key at the server. */
  readonly stream: string;
  readonly carries: readonly EventType[];
  readonly filledBy: FilledBy;
  readonly maxLength: number;
  readonly deadLetter: DeadLetter;
}

/** What describes a stream of Redis. */
export interface RedisStreamOptions {
  readonly carries: readonly EventType[];
  /** Who fills it; others trim what they fill. @default 'forwarders' */
  readonly filledBy?: FilledBy;
  /** About how many entries are kept; what the slowest group has not acknowledged is kept beyond it. @default 100000 */
  readonly maxLength?: number;
  /** Required, because forgetting it loses messages: `deadLetter()` or `noDeadLetter(reason)`. */
  readonly deadLetter: DeadLetter;
}

/** Declares a stream of Redis, by its key at the server. */
export function redisStream(stream: string, options: RedisStreamOptions): RedisStreamDefinition {
  const { carries, filledBy = 'forwarders', maxLength = 100_000, deadLetter } = options;
  return { stream, carries, filledBy, maxLength, deadLetter };
}
