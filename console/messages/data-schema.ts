import { type $ZodType, type ToJSONSchemaParams, toJSONSchema } from 'zod/v4/core';
import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import type { EventType } from '../../lambdas/contracts/events/event-type.ts';
import { personalMark } from '../../lambdas/contracts/events/personal.ts';
import { schemaUrn } from '../../lambdas/contracts/events/schema-urn.ts';
import type { JsonSchema } from './json-schema.ts';

/** The drafts of JSON Schema that can be written; AsyncAPI is a superset of draft 7. */
export type Draft = 'draft-2020-12' | 'draft-7';

/**
 * What a reader of the newest version takes as data: fields with a default may be absent, fields it does not know may be there.
 *
 * Stands in the console because only the operator's commands and the tests need it; no handler can bundle it. What a
 * schema checks by a function of its own (zod's `refine`) has no place in JSON Schema and is left out.
 *
 * @throws PipelineError `definition-invalid` that names the type when a part of its schema cannot be said in JSON
 * Schema: a date, a bigint, a transform.
 */
export function dataSchema(type: EventType, draft: Draft = 'draft-2020-12'): JsonSchema {
  return written(type, { target: draft });
}

/** The same with what is personal marked as `x-personal`, for whoever reads or keeps the data; it takes the same data. */
export function describedSchema(type: EventType, draft: Draft = 'draft-2020-12'): JsonSchema {
  return written(type, { target: draft, override: markPersonal });
}

function written(type: EventType, params: ToJSONSchemaParams): JsonSchema {
  try {
    // Only what comes out shows a transform; with one, what is written would not be what is read.
    toJSONSchema(type.schema, { io: 'output' });
    return { ...toJSONSchema(type.schema, { ...params, io: 'input' }) };
  } catch (cause) {
    const got = cause instanceof Error ? cause.message : 'another';
    throw new PipelineError(`"${type.name}" must have a schema that JSON can be held to, got: ${got}`, {
      code: 'definition-invalid',
      cause,
    });
  }
}

/** What a reader has to know of a personal field: that it is one, and what stands there once its person is forgotten. */
function markPersonal({ zodSchema, jsonSchema }: { readonly zodSchema: $ZodType; readonly jsonSchema: object }): void {
  const mark = personalMark(zodSchema);
  if (mark !== undefined) {
    Object.assign(jsonSchema, { 'x-personal': true, 'x-forgotten': mark.forgotten });
  }
}

/** The same with the `dataschema` of its messages as its id: one file of a schema registry. */
export function publishedSchema(type: EventType): JsonSchema {
  const { $schema, ...schema } = describedSchema(type);
  return { $schema, $id: schemaUrn(type), title: type.name, ...schema };
}
