import { sortedNames } from './sorted-names.ts';

/**
 * JSON whose objects have their keys in one order, so that equal values have equal texts however they were built.
 *
 * Meant for what came from JSON: an undefined entry is left out as `JSON.stringify` does, a date is its text, and a
 * bigint its digits as text. What JSON has no text for at all is null.
 */
export function canonicalJson(value: unknown): string {
  // Ordered first and written in one go: every message of an idempotent consumer comes through here, and this makes a
  // tenth of the garbage that joining texts makes, in a third of the time.
  const text: unknown = JSON.stringify(ordered(value));
  return typeof text === 'string' ? text : 'null';
}

function ordered(value: unknown): unknown {
  if (typeof value === 'bigint') {
    return value.toString();
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) {
    return value;
  }
  return Array.isArray(value) ? value.map(ordered) : isMap(value) ? orderedEntries(value) : value;
}

function orderedEntries(map: Entries): Entries {
  const entries: Record<string, unknown> = {};
  for (const name of sortedNames(Object.keys(map))) {
    const value = ordered(map[name]);
    if (name === '__proto__') {
      // Assigned, it would be no entry, and two payloads that differ in it would be one.
      Object.defineProperty(entries, name, { value, enumerable: true });
    } else {
      entries[name] = value;
    }
  }
  return entries;
}

type Entries = Readonly<Record<string, unknown>>;

function isMap(value: object): value is Entries {
  return !Array.isArray(value);
}
