import type { EventType } from '../events/event-type.ts';
import { messageLimits } from '../message-limits.ts';

/** An SNS topic: the home of some event types, which reach every queue that subscribes to them. */
export interface TopicDefinition {
  readonly fifo: boolean;
  readonly carries: readonly EventType[];
  readonly maxMessageBytes: number;
}

/** What describes a topic. */
export interface TopicOptions {
  /** Keeps the order per key; needed to reach a FIFO queue. @default false */
  readonly fifo?: boolean;
  /** The event types published here; each type has exactly one home in a pipeline. */
  readonly carries: readonly EventType[];
  /**
   * Bytes of one message with its attributes, and of all messages of one call together: 1 KiB to 1 MiB. Over 256 KiB
   * at most 100 queues can subscribe.
   *
   * @default 262144
   */
  readonly maxMessageBytes?: number;
}

/** Declares a topic. */
export function topic(options: TopicOptions): TopicDefinition {
  return {
    fifo: options.fifo ?? false,
    carries: options.carries,
    maxMessageBytes: options.maxMessageBytes ?? messageLimits.topicBytes,
  };
}
