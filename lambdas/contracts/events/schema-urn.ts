import type { EventType } from './event-type.ts';

const pattern = /^urn:event:(?<name>.+):(?<version>\d+)$/;

/** The `dataschema` of a type: its name and version as a URN. */
export function schemaUrn(type: Pick<EventType, 'name' | 'version'>): string {
  return `urn:event:${type.name}:${type.version}`;
}

/** The version a `dataschema` names, or undefined when it is not one of ours. */
export function schemaVersion(urn: string): number | undefined {
  const version = pattern.exec(urn)?.groups?.['version'];
  return version === undefined ? undefined : Number(version);
}
