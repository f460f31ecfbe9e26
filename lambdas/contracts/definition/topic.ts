import type { EventType } from '../events/event-type.ts';

/** An SNS topic: the home of some event types, which reach every queue that subscribes to them. */
export interface TopicDefinition {
  readonly fifo: boolean;
  readonly carries: readonly EventType[];
}

/** What describes a topic. */
export interface TopicOptions {
  /** Keeps the order per key; needed to reach a FIFO queue. @default false */
  readonly fifo?: boolean;
  /** The event types published here; each type has exactly one home in a pipeline. */
  readonly carries: readonly EventType[];
}

/** Declares a topic. */
export function topic(options: TopicOptions): TopicDefinition {
  return { fifo: options.fifo ?? false, carries: options.carries };
}
