import type { JsonSchema } from './json-schema.ts';

/** Which fields a sample has: all of them, or only those that are demanded. */
export type SampleFields = 'all' | 'demanded';

/** A sample of what cannot be made up: a reference to a part that holds itself, a kind of value that is not known. */
const none = Symbol('no sample');

const sampleTexts: Readonly<Record<string, string>> = {
  'date-time': '2026-01-01T00:00:00.000Z',
  date: '2026-01-01',
  time: '12:00:00',
  email: 'someone@example.com',
  uri: 'https://example.com/',
  uuid: '01890a5d-ac96-774b-bcce-b302099a8057',
};

/**
 * A small value that a schema is likely to take; undefined when none can be made up.
 *
 * A text with a pattern of its own is beyond it, so what comes out must be held to the schema.
 */
export function sampleOf(schema: JsonSchema, fields: SampleFields): unknown {
  const sample = sampleIn(schema, fields);
  return sample === none ? undefined : sample;
}

function sampleIn(schema: unknown, fields: SampleFields): unknown {
  if (!isSchema(schema)) {
    return none;
  }
  const choices = [schema['anyOf'], schema['oneOf'], schema['allOf']].find(Array.isArray);
  const fixed = [...('const' in schema ? [schema['const']] : []), ...listOf(schema['enum'])];
  if (fixed.length > 0) {
    return fixed[0];
  }
  return choices === undefined ? sampleOfType(schema, fields) : sampleIn(choices[0], fields);
}

function sampleOfType(schema: JsonSchema, fields: SampleFields): unknown {
  switch (schema['type']) {
    case 'object':
      return sampleObject(schema, fields);
    case 'array':
      return sampleArray(schema, fields);
    case 'string':
      return sampleText(schema);
    case 'integer':
    case 'number':
      return sampleNumber(schema);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return none;
  }
}

function sampleObject(schema: JsonSchema, fields: SampleFields): unknown {
  const demanded = listOf(schema['required']);
  const samples = Object.entries(isSchema(schema['properties']) ? schema['properties'] : {})
    .filter(([name]) => fields === 'all' || demanded.includes(name))
    .map(([name, part]) => [name, sampleIn(part, fields)] as const);
  const known = samples.filter(([, sample]) => sample !== none);
  // A demanded field without a sample leaves no object; another one may be left out.
  return demanded.every((name) => known.some(([one]) => one === name)) ? Object.fromEntries(known) : none;
}

function sampleArray(schema: JsonSchema, fields: SampleFields): unknown {
  const least = numberOf(schema['minItems'], 0);
  const item = sampleIn(schema['items'], fields);
  if (item === none) {
    return least === 0 ? [] : none;
  }
  return Array.from({ length: Math.max(least, fields === 'all' ? 1 : 0) }, () => item);
}

function sampleText({ format, minLength }: JsonSchema): string {
  const text = sampleTexts[String(format)] ?? 'text';
  return text.padEnd(numberOf(minLength, 0), 'x');
}

function sampleNumber({ minimum, exclusiveMinimum }: JsonSchema): number {
  return Math.max(numberOf(minimum, 0), numberOf(exclusiveMinimum, 0) + 1);
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
