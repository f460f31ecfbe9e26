import type { EventType } from '../../lambdas/contracts/events/event-type.ts';
import type { JsonSchema } from './json-schema.ts';
import { inOrder } from './message-types.ts';
import { portableName } from './portable-name.ts';

/** The messages of a channel, each by its name and where it is described. */
export function messageReferences(types: readonly EventType[]): JsonSchema {
  return Object.fromEntries(
    inOrder(types).map((type) => {
      const name = portableName(type);
      return [name, { $ref: `#/components/messages/${name}` }] as const;
    }),
  );
}
