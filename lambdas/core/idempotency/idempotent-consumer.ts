import type { EventType } from '../../contracts/events/event-type.ts';
import { schemaUrn } from '../../contracts/events/schema-urn.ts';
import type { Consumer, EnvelopeOf } from '../consume/consumer.ts';
import { type Outcome, duplicate } from '../consume/outcome.ts';
import type { IdempotencyDependencies } from './idempotency-dependencies.ts';
import type { IdempotentContext } from './idempotent-context.ts';
import { createRunOnce } from './run-once.ts';

/** A consumer that is given a key for its side effect and is told when it lost its claim; any consumer is one. */
export interface IdempotentConsumer<Types extends readonly EventType[]> {
  readonly name: string;
  readonly handles: Types;
  handle(message: EnvelopeOf<Types[number]>, context: IdempotentContext): Promise<Outcome>;
}

/**
 * Makes a consumer whose effect lies outside the store safe against duplicates: claim, handle, complete.
 *
 * The claim is a lease until the handler's deadline with an attempt token, so that a late first owner can neither
 * complete nor release what a second one took over. Two writes a message; fails closed when the store is down. The
 * same id with another payload is parked. An effect that lies in the store needs none of it: join the two writes.
 *
 * `handle` throws PipelineError `input-invalid` when the host names no deadline.
 */
export function idempotent<const Types extends readonly EventType[]>(
  consumer: IdempotentConsumer<Types>,
  dependencies: IdempotencyDependencies,
): Consumer<Types> {
  const runOnce = createRunOnce(dependencies);
  const schemas = schemasOf(consumer.handles);
  return {
    name: consumer.name,
    handles: consumer.handles,
    async handle(message, context) {
      const schema = schemas.get(message.type) ?? message.dataschema;
      const once = await runOnce({ consumer: consumer.name, message, schema, context }, async (owned) => {
        const answer = await consumer.handle(message, owned);
        return { done: answer.kind === 'ok', answer };
      });
      switch (once.kind) {
        case 'ran':
          return once.answer;
        case 'before':
          return duplicate();
        case 'retry':
        case 'park':
          return once;
      }
    },
  };
}

/** The shape that a payload has once it was decoded, by the name of its type. */
export function schemasOf(types: readonly EventType[]): ReadonlyMap<string, string> {
  return new Map(types.map((type) => [type.name, schemaUrn(type)]));
}
