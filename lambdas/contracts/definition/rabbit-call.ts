import type { EventType } from '../events/event-type.ts';

/** A question that is answered over RabbitMQ while the asker waits (RPC). */
export interface RabbitCallDefinition {
  /** The queue of the questions, at the broker. */
  readonly queue: string;
  readonly request: EventType;
  readonly reply: EventType;
  readonly timeoutSeconds: number;
  /** Path of the file, from the root of the CDK app, that runs who answers. */
  readonly worker: string;
}

/** What describes a call. */
export interface RabbitCallOptions {
  readonly request: EventType;
  readonly reply: EventType;
  readonly worker: string;
  /** How long the asker waits; a later answer is dropped. 1 to 60. @default 5 */
  readonly timeoutSeconds?: number;
}

/** Declares a call, by the name of its queue at the broker. */
export function rabbitCall(queue: string, options: RabbitCallOptions): RabbitCallDefinition {
  const { request, reply, worker, timeoutSeconds = 5 } = options;
  return { queue, request, reply, worker, timeoutSeconds };
}
