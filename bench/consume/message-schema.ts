import * as z from 'zod/mini';
import type { EventType } from '../../lambdas/contracts/events/event-type.ts';
import { schemaUrn } from '../../lambdas/contracts/events/schema-urn.ts';

/** What a contestant reads of a message. */
export interface ParsedMessage<Data> {
  readonly id: string;
  readonly data: Data;
}

/** An envelope of one type as a schema, for a contestant that does not know this package's own decoding. */
export function messageSchema<Data>(type: EventType<string, Data>): z.ZodMiniType<ParsedMessage<Data>> {
  return z.object({
    specversion: z.literal('1.0'),
    id: z.string().check(z.minLength(1)),
    source: z.string(),
    type: z.literal(type.name),
    subject: z.string(),
    time: z.string(),
    datacontenttype: z.literal('application/json'),
    dataschema: z.literal(schemaUrn(type)),
    correlationid: z.string(),
    causationid: z.optional(z.string()),
    traceparent: z.optional(z.string()),
    data: type.schema,
  });
}
