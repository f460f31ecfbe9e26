import type { JsonSchema } from './json-schema.ts';

/** A schema as a part of a larger document: what it says of itself points to its new place. */
export function embeddedSchema(schema: JsonSchema, place: string): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([name]) => name !== '$schema')
      .map(([name, value]) => [name, moved(value, place)] as const),
  );
}

function moved(value: unknown, place: string): unknown {
  if (Array.isArray(value)) {
    return value.map((one) => moved(one, place));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, part]: [string, unknown]) => [name, movedPart(name, part, place)] as const),
  );
}

function movedPart(name: string, part: unknown, place: string): unknown {
  return name === '$ref' && typeof part === 'string' && part.startsWith('#')
    ? `${place}${part.slice(1)}`
    : moved(part, place);
}
