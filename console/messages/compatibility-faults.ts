import { PipelineError } from '../../lambdas/contracts/errors/pipeline-error.ts';
import {
  decodeEnvelope,
  type KnownTypes,
  knownTypes,
  openEnvelope,
} from '../../lambdas/contracts/events/decode-envelope.ts';
import type { EventType } from '../../lambdas/contracts/events/event-type.ts';
import { schemaUrn } from '../../lambdas/contracts/events/schema-urn.ts';
import { dataSchema } from './data-schema.ts';
import type { RecordedVersion } from './recorded-version.ts';
import { schemaChanges } from './schema-changes.ts';

/**
 * What would break readers of messages that were already written: each line names type, version and field.
 *
 * Messages live on in streams, queues and dead letters, so every version that was ever recorded must still be read as
 * the newest, and a version that was recorded keeps its schema.
 *
 * @throws PipelineError `definition-invalid` for a type that JSON Schema cannot describe.
 */
export function compatibilityFaults(
  types: readonly EventType[],
  recorded: readonly RecordedVersion[],
): readonly string[] {
  return [
    ...types.flatMap((type) => unrecordedFaults(type, recorded)),
    ...recorded.flatMap((version) => versionFaults(types, version)),
  ];
}

function unrecordedFaults(type: EventType, recorded: readonly RecordedVersion[]): readonly string[] {
  return Array.from({ length: type.version }, (_, index) => index + 1)
    .filter((version) => !recorded.some((one) => one.type === type.name && one.version === version))
    .map((version) => `"${type.name}" version ${version} is not recorded: npm run pipeline -- schemas record`);
}

function versionFaults(types: readonly EventType[], recorded: RecordedVersion): readonly string[] {
  const named = `"${recorded.type}" version ${recorded.version}`;
  const type = types.find(({ name }) => name === recorded.type);
  if (type === undefined) {
    return [`${named} was recorded, and no such type is declared any more`];
  }
  if (recorded.version > type.version) {
    return [`${named} was recorded, and the newest declared is ${type.version}`];
  }
  return [
    ...changeFaults(type, recorded).map((change) => `${named} must keep its recorded schema, or be raised: ${change}`),
    ...messageFaults(types, recorded).map((fault) => `${named} ${fault}`),
  ];
}

function changeFaults(type: EventType, { version, schema }: RecordedVersion): readonly string[] {
  return version === type.version ? schemaChanges(schema, dataSchema(type)) : [];
}

function messageFaults(types: readonly EventType[], recorded: RecordedVersion): readonly string[] {
  const known = knownTypes(types);
  return recorded.messages.length === 0
    ? ['must be recorded with a message, got none']
    : recorded.messages.flatMap((message, index) =>
        readFault(known, recorded, message).map((fault) => `must still be read, message ${index + 1}: ${fault}`),
      );
}

function readFault(known: KnownTypes, recorded: RecordedVersion, message: unknown): readonly string[] {
  try {
    const body = JSON.stringify(message);
    const urn = schemaUrn({ name: recorded.type, version: recorded.version });
    const { dataschema } = openEnvelope(body);
    decodeEnvelope(body, known);
    return dataschema === urn ? [] : [`dataschema must be ${urn}, got "${dataschema}"`];
  } catch (cause) {
    if (cause instanceof PipelineError) {
      return [cause.message];
    }
    throw cause;
  }
}
