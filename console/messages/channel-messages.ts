import type { EventType } from '../../lambdas/contracts/events/event-type.ts';
import type { JsonSchema } from './json-schema.ts';
import { inOrder } from './message-types.ts';
import { portableName } from './portable-name.ts';

/** The part of an operation that says which messages go through which channel. */
export function through(channel: string, types: readonly EventType[]): JsonSchema {
  return { channel: { $ref: `#/channels/${channel}` }, messages: messagesIn(channel, types) };
}

/** Messages as an operation names them: by their place in the channel. */
export function messagesIn(channel: string, types: readonly EventType[]): readonly JsonSchema[] {
  return inOrder(types).map((type) => ({ $ref: `#/channels/${channel}/messages/${portableName(type)}` }));
}
