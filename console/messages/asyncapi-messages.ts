import type { EventType } from '../../lambdas/contracts/events/event-type.ts';
import { schemaUrn } from '../../lambdas/contracts/events/schema-urn.ts';
import { describedSchema } from './data-schema.ts';
import { embeddedSchema } from './embedded-schema.ts';
import { attributesSchema, envelopeSchema } from './envelope-schema.ts';
import type { JsonSchema } from './json-schema.ts';
import { portableName } from './portable-name.ts';

/** The messages and schemas of an AsyncAPI document; `spills`: whether data may be kept elsewhere. */
export function asyncApiComponents(
  types: readonly EventType[],
  { spills }: { readonly spills: boolean },
): { readonly messages: JsonSchema; readonly schemas: JsonSchema } {
  return {
    messages: Object.fromEntries(types.map((type) => [portableName(type), messageOf(type, spills)] as const)),
    schemas: {
      attributes: attributesSchema,
      envelope: envelopeSchema,
      ...Object.fromEntries(
        types.map(
          (type) => [dataName(type), embeddedSchema(describedSchema(type, 'draft-7'), dataPlace(type))] as const,
        ),
      ),
    },
  };
}

function messageOf(type: EventType, spills: boolean): JsonSchema {
  return {
    name: type.name,
    title: type.name,
    contentType: 'application/cloudevents+json',
    correlationId: { location: '$message.payload#/correlationid' },
    headers: { $ref: '#/components/schemas/attributes' },
    payload: {
      type: 'object',
      allOf: [{ $ref: '#/components/schemas/envelope' }],
      properties: {
        type: { type: 'string', const: type.name },
        dataschema: { type: 'string', const: schemaUrn(type) },
        data: { $ref: dataPlace(type) },
      },
      ...(spills ? { anyOf: [{ required: ['data'] }, { required: ['dataref'] }] } : { required: ['data'] }),
    },
    'x-version': type.version,
    // The key is computed from the data, which no document can show; the envelope carries what came out.
    'x-ordering-key': '$message.payload#/subject',
  };
}

/** Ends as no other schema's name does, whatever a type is called. */
function dataName(type: EventType): string {
  return `${portableName(type)}.data`;
}

function dataPlace(type: EventType): string {
  return `#/components/schemas/${dataName(type)}`;
}
