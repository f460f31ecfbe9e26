import type { EventType } from '../../contracts/events/event-type.ts';
import { schemaUrn } from '../../contracts/events/schema-urn.ts';
import type { EnvelopeOf, HandlingContext } from '../consume/consumer.ts';
import type { ItemStore } from '../ports/item-store.ts';
import type { IdempotencyDependencies } from './idempotency-dependencies.ts';
import type { IdempotentContext } from './idempotent-context.ts';
import type { Refusal } from './refusal.ts';
import { createRunOnce } from './run-once.ts';
import { storedResult } from './stored-result.ts';

/** Handles requests of one type and answers each with a result that JSON can hold. */
export interface Responder<Type extends EventType, Result> {
  readonly name: string;
  readonly handles: Type;
  /** Reads a result back from JSON; throws when it is none. */
  readonly parse: (stored: unknown) => Result;
  respond(request: EnvelopeOf<Type>, context: IdempotentContext): Promise<Result>;
}

/** A result, first or repeated, or why there is none yet. */
export type Reply<Result> = { readonly kind: 'ok'; readonly duplicate: boolean; readonly result: Result } | Refusal;

/** Answers a request; every repetition has the first answer. */
export type IdempotentResponder<Type extends EventType, Result> = (
  request: EnvelopeOf<Type>,
  context: HandlingContext,
) => Promise<Reply<Result>>;

/**
 * Makes a responder that handles each request once and gives its repetitions the stored result.
 *
 * A result is stored with the mark, in the same two writes; one over 300 KB spills into further items. Otherwise as
 * an idempotent consumer: leased, fenced, fails closed. The first caller is given what the others will be: the result
 * as it comes back from JSON.
 *
 * The responder throws PipelineError `result-missing` when the table dropped the result after its time.
 */
export function idempotentResponder<Type extends EventType, Result>(
  responder: Responder<Type, Result>,
  dependencies: IdempotencyDependencies & { readonly items: Pick<ItemStore, 'get' | 'write'> },
): IdempotentResponder<Type, Result> {
  const runOnce = createRunOnce(dependencies);
  const { name: consumer, parse } = responder;
  const schema = schemaUrn(responder.handles);
  const read = (text: string): Result => parse(JSON.parse(text) as unknown);
  return async (message, context) => {
    const once = await runOnce({ consumer, message, schema, context }, async (owned) => {
      const result = JSON.stringify((await responder.respond(message, owned)) ?? null);
      return { done: true, answer: read(result), result };
    });
    switch (once.kind) {
      case 'ran':
        return { kind: 'ok', duplicate: false, result: once.answer };
      case 'before':
        return { kind: 'ok', duplicate: true, result: read(await storedResult(once.mark, dependencies.items)) };
      case 'retry':
      case 'park':
        return once;
    }
  };
}
