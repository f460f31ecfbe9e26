import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import type { Envelope } from '../../lambdas/contracts/events/envelope.ts';
import type { EventType } from '../../lambdas/contracts/events/event-type.ts';
import { schemaUrn } from '../../lambdas/contracts/events/schema-urn.ts';
import { dataSchema } from './data-schema.ts';
import { portableName } from './portable-name.ts';
import type { RecordedVersion } from './recorded-version.ts';
import { type SampleFields, sampleOf } from './sample-of.ts';

/**
 * The newest version of a type as it is recorded: its schema, and messages made up from it, one with every field and one
 * without those that may be absent. No message where none can be made up that the schema takes.
 *
 * @throws PipelineError `definition-invalid` for a type that JSON Schema cannot describe.
 */
export function recordingOf(type: EventType): RecordedVersion {
  const schema = dataSchema(type);
  const samples = (['all', 'demanded'] as const)
    .map((fields: SampleFields) => sampleOf(schema, fields))
    .filter((data) => isTaken(type, data));
  const different = new Map(samples.map((data) => [JSON.stringify(data), data] as const));
  return {
    type: portableName(type),
    version: type.version,
    schema,
    messages: [...different.values()].map((data) => messageOf(type, data)),
  };
}

function isTaken(type: EventType, data: unknown): boolean {
  try {
    type.parse(data, type.version);
    return true;
  } catch (cause) {
    if (cause instanceof PipelineError) {
      return false;
    }
    throw cause;
  }
}

function messageOf(type: EventType, data: unknown): Envelope {
  return {
    specversion: '1.0',
    id: 'recorded',
    source: '/recorded',
    type: type.name,
    subject: type.keyOf(type.parse(data, type.version)),
    time: '2026-01-01T00:00:00.000Z',
    datacontenttype: 'application/json',
    dataschema: schemaUrn(type),
    correlationid: 'recorded',
    data,
  };
}
