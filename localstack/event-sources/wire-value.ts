/** A value as JSON carries it: bytes that the SDK decoded are base64 text again, at any depth; all else stays. */
export function wireValue(value: unknown): unknown {
  if (value instanceof Uint8Array) {
    return Buffer.from(value).toString('base64');
  }
  if (Array.isArray(value)) {
    return value.map(wireValue);
  }
  return typeof value === 'object' && value !== null ? wireFields(value) : value;
}

/** The fields of an object as JSON carries them. */
export function wireFields(value: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, wireValue(field)]));
}
