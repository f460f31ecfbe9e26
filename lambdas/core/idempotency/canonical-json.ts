/**
 * JSON whose objects have their keys in one order, so that equal values have equal texts however they were built.
 *
 * Meant for what came from JSON: an undefined entry is left out as `JSON.stringify` does, and a date is its text.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'bigint') {
    return value.toString();
  }
  if (typeof value !== 'object' || value === null) {
    return scalarJson(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(canonicalJson).join(',')}]`;
  }
  if (value instanceof Date) {
    return JSON.stringify(value);
  }
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  entries.sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([name, entry]) => `${JSON.stringify(name)}:${canonicalJson(entry)}`).join(',')}}`;
}

/** What JSON has no text for is null, as it is inside an array. */
function scalarJson(value: unknown): string {
  return typeof value === 'undefined' || typeof value === 'function' || typeof value === 'symbol'
    ? 'null'
    : JSON.stringify(value);
}
