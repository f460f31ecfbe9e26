import type { EventType } from './event-type.ts';

const pattern = /^urn:event:(?<name>.+):(?<version>\d+)$/;

/** The `dataschema` of a type: its name and version as a URN. */
export function schemaUrn(type: Pick<EventType, 'name' | 'version'>): string {
  return `urn:event:${type.name}:${type.version}`;
}

/** The version of a type that a `dataschema` names, or undefined when it names something else. */
export function schemaVersion(urn: string, typeName: string): number | undefined {
  const { name, version } = pattern.exec(urn)?.groups ?? {};
  return name === typeName ? Number(version) : undefined;
}
